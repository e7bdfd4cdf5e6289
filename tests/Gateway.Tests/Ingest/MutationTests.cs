using System.Net;
using CsCheck;
using IncidentMesh.Gateway.Tests.Fakes;

namespace IncidentMesh.Gateway.Tests.Ingest;

/// <summary>Nothing that a sender sends gives a 5xx: thousands of damaged bodies under damaged headers.</summary>
public sealed class MutationTests
{
    private static readonly byte[][] Seeds =
    [
        """{"time":"2026-03-01T12:00:00.000000001Z","rule":"Terminal shell","priority":"Notice","output_fields":{"k8s.ns.name":null,"evt.time":1}}"""u8.ToArray(),
        "{\"rule\":\"a\"}\n{\"rule\":\"b\"}\r\n\n{\"rule\":\"c\"}"u8.ToArray(),
        """[{"rule":"a"},{"rule":"\ud800"},[1,2,3],"x",null]"""u8.ToArray(),
        """{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[{"auditID":"1","stage":"ResponseComplete","user":{"groups":[]}},{}]}"""u8.ToArray(),
        """{"kind":"EventList","items":{"a":[]},"items":[null],"kind":7}"""u8.ToArray(),
        [0xef, 0xbb, 0xbf, .. "{\"rule\":1e400}"u8],
    ];

    private static readonly string?[] Types =
        [null, "", "application/json", "application/json; charset=utf-8", "application/json;", "text/plain;;", "application/json; charset", "\u007f", "a/b, c/d"];

    private static readonly string[] Schemes = ["Bearer ", "Basic ", "bearer", "", "Bearer  "];

    private static readonly string?[] Encodings = [null, "", "gzip", "GZIP", "identity", "br", "gzip;q=1", ","];

    private static readonly Gen<(byte[] Body, int Type, int Encoding, bool Audit)> Requests = Gen.Select(
        Gen.Int[0, Seeds.Length - 1].Select(number => Seeds[number]).SelectMany(
            seed => Gen.Select(Gen.Int[0, seed.Length], Gen.Byte, Gen.Int[0, 5]).Array[0, 8], Mutate),
        Gen.Int[0, Types.Length - 1],
        Gen.Int[0, Encodings.Length - 1],
        Gen.Bool,
        (body, type, encoding, audit) => (body, type, encoding, audit));

    [Fact]
    public async Task Nothing_that_is_sent_gives_a_5xx()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var key = gateway.Key();
        var answers = new int[6];
        await Requests.SampleAsync(
            async request =>
            {
                using var content = new ByteArrayContent(request.Body);
                if (Types[request.Type] is { } type)
                    content.Headers.TryAddWithoutValidation("Content-Type", type);
                if (Encodings[request.Encoding] is { } encoding)
                    content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
                var answer = await gateway.IngestAsync(key, content, request.Audit ? "kubernetes-audit" : "falco");
                Interlocked.Increment(ref answers[(int)answer.StatusCode / 100]);
                return (int)answer.StatusCode is 202 or (>= 400 and < 500);
            },
            iter: 4000,
            threads: 2);

        Assert.True(answers[2] > 100, "The mutations are so wild that nothing is ever accepted.");
        Assert.True(answers[4] > 100, "The mutations are so mild that nothing is ever refused.");
        Assert.DoesNotContain(gateway.Lines.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_Authorization_header_gives_a_5xx()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var key = gateway.Key();
        var headers = Gen.Select(Gen.Int[0, 90], Gen.Char[' ', '~'], Gen.Int[0, Schemes.Length - 1]).Select(
            (at, letter, scheme) => Schemes[scheme] + (at < key.Length ? key[..at] + letter + key[(at + 1)..] : key + new string(letter, at)));
        await headers.SampleAsync(
            async header =>
            {
                var answer = await gateway.SendAsync(
                    HttpMethod.Post, "/api/v1/ingest/falco", null, new StringContent("{}"), ("Authorization", header));
                return answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest
                    || (answer.StatusCode == HttpStatusCode.Accepted && header.Trim().EndsWith(key, StringComparison.Ordinal));
            },
            iter: 500,
            threads: 2);
    }

    private static byte[] Mutate(byte[] seed, (int At, byte Value, int Kind)[] mutations)
    {
        var bytes = seed.ToList();
        foreach (var (at, value, kind) in mutations)
        {
            var place = Math.Min(at, bytes.Count);
            switch (kind)
            {
                case 0 when place < bytes.Count:
                    bytes[place] = value;
                    break;
                case 1:
                    bytes.Insert(place, value);
                    break;
                case 2 when place < bytes.Count:
                    bytes.RemoveAt(place);
                    break;
                case 3:
                    bytes.RemoveRange(place, bytes.Count - place);
                    break;
                case 4:
                    bytes.InsertRange(place, bytes.Take(value).ToArray());
                    break;
                case 5:
                    bytes.Insert(place, (byte)"{}[]\",:\n"[value % 8]);
                    break;
            }
        }

        return [.. bytes];
    }
}
