using System.IO.Compression;
using IncidentMesh.Fuzz.Tests.Inputs;
using IncidentMesh.Gateway.Tests.Fakes;
using IncidentMesh.Sensors;

namespace IncidentMesh.Fuzz.Tests.Ingest;

/// <summary>Whatever is sent to an ingest route is taken or refused, and never the gateway's fault.</summary>
public sealed class IngestFuzzTests
{
    /// <summary>The log in memory forgets nothing; a new gateway now and then does.</summary>
    private const int RequestsOfOneGateway = 4_000;

    private static readonly string[] Routes = [.. SensorFormats.All.Select(format => format.Name), "auto", "auto", "auto", "nothing"];
    private static readonly string?[] Types = ["application/json", "application/json", "application/x-ndjson", null, "text/plain", "application/json; charset=latin1"];

    private static readonly Dictionary<string, string?> WithoutQuota = new()
    {
        ["Gateway:Ingest:EventsPerSecond"] = "1000000",
        ["Gateway:Ingest:BurstEvents"] = "100000000",
    };

    [Fact]
    public async Task No_body_on_any_route_gives_a_5xx()
    {
        GatewayUnderTest? gateway = null;
        var (key, sent) = ("", 0);
        var answers = new int[6];
        try
        {
            await FuzzRun.RunAsync(1, async random =>
            {
                if (sent++ % RequestsOfOneGateway == 0)
                {
                    await EndAsync(gateway);
                    gateway = await GatewayUnderTest.StartAsync(WithoutQuota);
                    key = gateway.Key();
                }

                answers[await SendAsync(gateway!, key, random) / 100]++;
            });
        }
        finally
        {
            await EndAsync(gateway);
        }

        Assert.True(answers[2] > sent / 100, "The injuries are so grave that next to nothing is accepted.");
        Assert.True(answers[4] > sent / 100, "The injuries are so slight that next to nothing is refused.");
        Console.WriteLine($"{answers[2]} taken, {answers[4]} refused.");
    }

    private static async Task<int> SendAsync(GatewayUnderTest gateway, string key, Random random)
    {
        var body = random.Next(50) == 0 ? [] : Mutator.Mutate(random, Pick(random, Samples.Bodies), Pick(random, Samples.Bodies));
        var packing = random.Next(4);
        if (packing < 2)
            body = Gzip(body);
        if (packing == 0)
            body = random.Next(2) == 0 ? body[..random.Next(body.Length)] : Mutator.Mutate(random, body, body);
        using var content = new ByteArrayContent(body);
        if (packing < 2 ^ random.Next(20) == 0)
            content.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");
        if (Types[random.Next(Types.Length)] is { } type)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await gateway.IngestAsync(key, content, Routes[random.Next(Routes.Length)]);
        var status = (int)answer.StatusCode;
        Assert.True(status is 202 or (>= 400 and < 500), $"{status}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        return status;
    }

    private static async Task EndAsync(GatewayUnderTest? gateway)
    {
        if (gateway is null)
            return;
        Assert.DoesNotContain(gateway.Lines.All, line => line.StartsWith("Error", StringComparison.Ordinal));
        await gateway.DisposeAsync();
    }

    private static byte[] Gzip(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body);
        return packed.ToArray();
    }

    private static byte[] Pick(Random random, byte[][] from) => from[random.Next(from.Length)];
}
