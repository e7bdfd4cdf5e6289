using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Tests.Fakes;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Gateway.Tests.Ingest;

public sealed class IngestTests : IAsyncLifetime
{
    private const string Alert = """{"time":"2026-03-01T12:00:00Z","rule":"Terminal shell in container","priority":"Notice","output":"x","output_fields":{}}""";
    private GatewayUnderTest _gateway = null!;
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync();
        _key = _gateway.Key();
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_batch_is_in_the_log_byte_for_byte_when_it_is_answered_202()
    {
        var answer = await _gateway.IngestAsync(_key, $"{Alert}\n{Alert.Replace("Notice", "Error")}\n");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var receipt = await answer.JsonAsync();
        Assert.Equal(2, receipt.GetProperty("accepted").GetInt32());
        Assert.Equal(0, receipt.GetProperty("rejected").GetInt32());
        Assert.Equal(1, receipt.GetProperty("offset").GetInt64());
        Assert.Equal("alpha/falco", receipt.GetProperty("partition").GetString());
        Assert.Equal([Alert, Alert.Replace("Notice", "Error")], await _gateway.EventsAsync());
    }

    [Fact]
    public async Task The_cluster_is_the_keys_whatever_the_payload_says()
    {
        var answer = await _gateway.IngestAsync(_gateway.Key("beta"), """{"rule":"x","output_fields":{"ka.cluster.name":"alpha"}}""");

        Assert.Equal("beta/falco", (await answer.JsonAsync()).GetProperty("partition").GetString());
        Assert.Empty(await _gateway.EventsAsync());
    }

    [Fact]
    public async Task Good_lines_are_kept_and_bad_ones_become_dead_letters_with_their_line()
    {
        var answer = await _gateway.IngestAsync(_key, $"{Alert}\n{{\"rule\":\n{Alert}\n");

        var receipt = await answer.JsonAsync();
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal((2, 1, 1), (receipt.GetProperty("accepted").GetInt32(), receipt.GetProperty("rejected").GetInt32(), receipt.GetProperty("deadLetters").GetInt32()));
        var letter = Assert.Single(_gateway.Grains.DeadLetters("alpha").All);
        Assert.Equal(("falco", 2, "{\"rule\":"), (letter.Format, letter.Line, Encoding.UTF8.GetString(letter.Content)));
    }

    [Fact]
    public async Task Events_of_several_sensors_each_go_to_their_own_log_and_what_is_of_none_is_a_dead_letter()
    {
        const string Hubble = """{"flow":{"uuid":"1","verdict":"DROPPED","IP":{"source":"10.0.0.1","destination":"10.0.0.2"}},"node_name":"n"}""";

        var answer = await _gateway.IngestAsync(_key, $"{Hubble}\n{Alert}\n{{\"hello\":1}}\n", "auto");

        var receipt = await answer.JsonAsync();
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal((2, 1), (receipt.GetProperty("accepted").GetInt32(), receipt.GetProperty("deadLetters").GetInt32()));
        Assert.Equal("alpha/hubble", Assert.Single(receipt.GetProperty("others").EnumerateArray().ToList()).GetProperty("partition").GetString());
        Assert.Equal([Alert], await _gateway.EventsAsync());
        Assert.Equal([Hubble], await _gateway.EventsAsync("alpha/hubble"));
        Assert.Equal(("auto", 3), (Assert.Single(_gateway.Grains.DeadLetters("alpha").All).Format, _gateway.Grains.DeadLetters("alpha").All[0].Line));
    }

    [Fact]
    public async Task Nothing_good_is_400_that_names_the_lines_and_nothing_is_kept()
    {
        var answer = await _gateway.IngestAsync(_key, "nonsense\n[1,\n");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("line", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(_gateway.Grains.DeadLetters("alpha").All);
        Assert.Empty(await _gateway.EventsAsync());
    }

    [Fact]
    public async Task Where_dead_letters_cannot_be_kept_nothing_is_acknowledged_and_nothing_is_in_the_log()
    {
        _gateway.Grains.DeadLetters("alpha").Failure = new TimeoutException();

        var answer = await _gateway.IngestAsync(_key, $"{Alert}\nnonsense\n");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Empty(await _gateway.EventsAsync());
    }

    [Fact]
    public async Task A_store_that_is_down_is_503_with_Retry_After_and_the_next_try_works()
    {
        _gateway.Faults.Next(StoreCall.Append, StoreFault.Before);

        var refused = await _gateway.IngestAsync(_key, Alert);
        var taken = await _gateway.IngestAsync(_key, Alert);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
    }

    [Fact]
    public async Task Gzip_is_unpacked_and_cut_gzip_is_400()
    {
        var packed = Gzip(Encoding.UTF8.GetBytes(Alert));

        Assert.Equal(HttpStatusCode.Accepted, (await _gateway.IngestAsync(_key, Encoded(packed, "gzip"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.IngestAsync(_key, Encoded(packed[..^12], "gzip"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.IngestAsync(_key, Encoded(Encoding.UTF8.GetBytes(Alert), "gzip"))).StatusCode);
        Assert.Equal([Alert], await _gateway.EventsAsync());
    }

    [Fact]
    public async Task Gzip_that_ends_after_some_of_its_lines_is_400_and_none_of_them_is_taken()
    {
        var packed = Gzip(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 2_000).Select(at => Alert.Replace("\"rule\":\"", $"\"rule\":\"{at} {at * 7919 % 104729} ", StringComparison.Ordinal)))));

        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.IngestAsync(_key, Encoded(packed[..(packed.Length / 2)], "gzip"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.IngestAsync(_key, Encoded(packed[..^8], "gzip"))).StatusCode);
        Assert.Empty(await _gateway.EventsAsync());
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    [InlineData("gzip,identity")]
    public async Task Other_encodings_are_415(string encoding)
    {
        var answer = await _gateway.IngestAsync(_key, Encoded(Encoding.UTF8.GetBytes(Alert), encoding));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.Accepted)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.Accepted)]
    [InlineData("application/json; charset=\"UTF-8\"", HttpStatusCode.Accepted)]
    [InlineData("application/x-ndjson", HttpStatusCode.Accepted)]
    [InlineData("Text/Plain", HttpStatusCode.Accepted)]
    [InlineData(null, HttpStatusCode.Accepted)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("image/png", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("nonsense", HttpStatusCode.UnsupportedMediaType)]
    public async Task Content_types(string? type, HttpStatusCode expected)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Alert));
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Equal(expected, (await _gateway.IngestAsync(_key, content)).StatusCode);
    }

    [Fact]
    public async Task An_unknown_format_is_404_with_the_list()
    {
        var answer = await _gateway.IngestAsync(_key, Alert, "tetragonn");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("kubearmor, kubernetes-audit", (await answer.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Falcos_http_output_can_send_its_key_as_basic_authentication_and_only_to_ingest()
    {
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"ingest:{_key}"));
        var admin = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"x:{_gateway.Grains.Access.Token(Role.Admin)}"));

        var taken = await _gateway.SendAsync(
            HttpMethod.Post, "/api/v1/ingest/falco", null, new StringContent(Alert), ("Authorization", basic));
        var refused = await _gateway.SendAsync(HttpMethod.Get, "/api/v1/incidents", null, null, ("Authorization", admin));

        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Long_dead_letters_are_cut_and_many_are_counted_but_not_all_kept()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new() { ["Gateway:Ingest:MaxDeadLettersPerRequest"] = "100" });
        var bad = string.Concat(Enumerable.Range(0, 150).Select(number => $"bad {number}\n"));

        var answer = await gateway.IngestAsync(gateway.Key(), $"{Alert}\n{new string('x', 100_000)}\n{bad}");

        var receipt = await answer.JsonAsync();
        Assert.Equal((151, 100), (receipt.GetProperty("rejected").GetInt32(), receipt.GetProperty("deadLetters").GetInt32()));
        var letters = gateway.Grains.DeadLetters("alpha").All;
        Assert.Equal(100, letters.Count);
        Assert.Equal((65_536, true), (letters[0].Content.Length, letters[0].Cut));
        Assert.All(letters.Skip(1), letter => Assert.False(letter.Cut));
    }

    internal static ByteArrayContent Encoded(byte[] bytes, string encoding)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return content;
    }

    internal static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
