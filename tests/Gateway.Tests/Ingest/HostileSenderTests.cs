using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IncidentMesh.Gateway.Ingest;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Tests.Fakes;
using IncidentMesh.Testing.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Gateway.Tests.Ingest;

/// <summary>Runs alone: it measures what the whole process allocates.</summary>
[Collection(nameof(HostileSenderTests))]
[CollectionDefinition(nameof(HostileSenderTests), DisableParallelization = true)]
public sealed class HostileSenderTests : IAsyncLifetime
{
    private const string Alert = """{"rule":"x","priority":"Notice"}""";
    private GatewayUnderTest _gateway = null!;
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync();
        _key = _gateway.Key();
    }

    public async ValueTask DisposeAsync()
    {
        // Whatever was sent: the service goes on, and owes no memory.
        var answer = await _gateway.IngestAsync(_gateway.Key(), Alert);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await WaitUntil.TrueAsync(() => _gateway.Services.GetRequiredService<IngestSources>().BytesInFlight == 0);
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_body_of_100_MB_is_413_before_it_is_read()
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var answer = await _gateway.IngestAsync(_key, new ByteArrayContent(new byte[100_000_000]));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("urn:incidentmesh:problem:too-large", (await answer.JsonAsync()).GetProperty("type").GetString());
        // The test's own 100 MB, and not a second time.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 150_000_000);
    }

    [Fact]
    public async Task A_body_of_100_MB_without_a_length_is_413_too()
    {
        using var content = new StreamContent(new Zeros(100_000_000));

        var answer = await _gateway.SendAsync(HttpMethod.Post, "/api/v1/ingest/falco", _key, content, ("Transfer-Encoding", "chunked"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_gzip_bomb_is_413_before_its_memory_is_spent()
    {
        var bomb = Bomb(2_000_000_000);
        Assert.InRange(bomb.Length, 1, 9_000_000);

        var answer = await _gateway.IngestAsync(_key, IngestTests.Encoded(bomb, "gzip"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("expands", (await answer.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slowly_expanding_body_is_stopped_at_the_unpacked_limit()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new()
        {
            ["Gateway:Ingest:MaxBodyBytes"] = "2000000",
            ["Gateway:Ingest:MaxUnpackedBytes"] = "3000000",
        });
        var packed = IngestTests.Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Alert + "\n", 200_000))));

        var answer = await gateway.IngestAsync(gateway.Key(), IngestTests.Encoded(packed, "gzip"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("3000000", (await answer.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_levels_of_JSON_are_400()
    {
        var nested = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);

        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.IngestAsync(_key, nested)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.IngestAsync(_key, new string('[', 10_000))).StatusCode);
    }

    [Fact]
    public async Task Invalid_UTF8_is_400()
    {
        byte[] body = [.. "{\"rule\":\""u8, 0xff, 0xc3, 0x28, .. "\"}"u8];

        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.IngestAsync(_key, new ByteArrayContent(body))).StatusCode);
    }

    [Fact]
    public async Task An_empty_body_is_400()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.IngestAsync(_key, "")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.IngestAsync(_key, " \n \n")).StatusCode);
    }

    [Theory]
    [InlineData("Authorization: Bearer {key}\r\nAuthorization: Bearer {key}\r\nContent-Length: 2\r\n", "401")]
    [InlineData("Authorization: Bearer {key}, Bearer {key}\r\nContent-Length: 2\r\n", "401")]
    [InlineData("Authorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n", "415")]
    [InlineData("Authorization: Bearer {key}\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n", "415")]
    [InlineData("Authorization: Bearer {key}\r\nContent-Length: 2\r\nContent-Length: 3\r\n", "400")]
    [InlineData("Authorization: Bearer {key}\r\nContent-Length: -1\r\n", "400")]
    [InlineData("Authorization: Bearer {key}\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n", "400")]
    [InlineData("Authorization: \r\nContent-Length: 2\r\n", "401")]
    [InlineData("Authorization: Bearer \u0001\r\nContent-Length: 2\r\n", "401")]
    public async Task Doubled_and_broken_headers_are_4xx(string headers, string expected)
    {
        var answer = await RawAsync($"POST /api/v1/ingest/falco HTTP/1.1\r\nHost: x\r\n{headers.Replace("{key}", _key, StringComparison.Ordinal)}\r\n{{}}");

        Assert.StartsWith($"HTTP/1.1 {expected} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Huge_headers_are_431()
    {
        var answer = await RawAsync($"POST /api/v1/ingest/falco HTTP/1.1\r\nHost: x\r\nX-Much: {new string('x', 100_000)}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_408()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new() { ["Gateway:Ingest:BodyTimeout"] = "00:00:01" });
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, gateway.Address.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/ingest/falco HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {gateway.Key()}\r\nContent-Length: 1000\r\n\r\n{{\"ru"), TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 408 ", await ReadAsync(stream), StringComparison.Ordinal);
        Assert.Equal(0, gateway.Services.GetRequiredService<IngestSources>().BytesInFlight);
    }

    [Fact]
    public async Task A_body_that_came_in_time_is_202_however_long_its_storing_takes()
    {
        var time = new FakeTimeProvider();
        await using var gateway = await GatewayUnderTest.StartAsync(new() { ["Gateway:Ingest:BodyTimeout"] = "00:00:01" }, time);
        var held = gateway.Faults.Hold(StoreCall.Append);
        // Credentials are not read twice within a moment.
        time.Advance(TimeSpan.FromSeconds(1));
        var answer = gateway.IngestAsync(gateway.Key(), "{}");
        await held.Reached.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromSeconds(5));
        held.Release();

        Assert.Equal(HttpStatusCode.Accepted, (await answer).StatusCode);
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_no_failure_of_ours()
    {
        var context = new DefaultHttpContext();
        using var lines = new LogLines();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(lines));
        var handler = new FailureHandler(factory.CreateLogger<FailureHandler>());

        Assert.True(await handler.TryHandleAsync(context, new ConnectionResetException("reset by peer"), TestContext.Current.CancellationToken));

        Assert.Equal(StatusCodes.Status499ClientClosedRequest, context.Response.StatusCode);
        Assert.Empty(lines.All);
    }

    [Fact]
    public async Task A_sender_that_hangs_up_costs_nothing()
    {
        for (var i = 0; i < 50; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, _gateway.Address.Port, TestContext.Current.CancellationToken);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /api/v1/ingest/falco HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {_key}\r\nContent-Length: 1000000\r\n\r\n{{\"ru"), TestContext.Current.CancellationToken);
            socket.LingerState = new LingerOption(true, 0);
        }

        await WaitUntil.TrueAsync(() => _gateway.Services.GetRequiredService<IngestSources>().BytesInFlight == 0);
        Assert.DoesNotContain(_gateway.Lines.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private async Task<string> RawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _gateway.Address.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        return await ReadAsync(stream);
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[4096];
        var read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.Latin1.GetString(buffer.AsSpan(0, read));
    }

    private static byte[] Bomb(long bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            var zeros = new byte[1 << 20];
            for (var written = 0L; written < bytes; written += zeros.Length)
                gzip.Write(zeros);
        }

        return packed.ToArray();
    }

    private sealed class Zeros(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            Array.Clear(buffer, offset, read);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
