using IncidentMesh.Testing;

namespace IncidentMesh.Cli.Tests.Api;

/// <summary>Whatever a server does: one sentence that says what helps, and the exit code of docs/cli.md.</summary>
public sealed class FailureTests
{
    private const string Html = "<html><body>Bad gateway</body></html>";

    private static readonly string[] Kinds = ["incidents list", "tokens whoami", $"incidents ack {FakeApi.IncidentId}", "tokens revoke tok-1"];

    [Theory]
    [InlineData(400, 2, "In the words of the server.")]
    [InlineData(401, 5, "does not accept the token from the environment variable INCIDENTMESH_TOKEN")]
    [InlineData(403, 5, "In the words of the server.")]
    [InlineData(404, 3, "In the words of the server.")]
    [InlineData(409, 4, "In the words of the server.")]
    [InlineData(412, 4, "Look at it again, then repeat the command.")]
    [InlineData(413, 2, "In the words of the server.")]
    [InlineData(415, 2, "In the words of the server.")]
    [InlineData(422, 4, "In the words of the server.")]
    [InlineData(429, 1, "Try again in 7 s.")]
    [InlineData(500, 1, "Report it with trace id 4bf92f3577b34da6a3ce929d0e0e4736.")]
    [InlineData(502, 6, "Try again in 7 s.")]
    [InlineData(503, 6, "Try again in 7 s.")]
    [InlineData(504, 6, "Try again in 7 s.")]
    public async Task A_problem_is_one_sentence_and_its_exit_code(int status, int exitCode, string sentence)
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = _ => FakeAnswer.Problem(status, "x", "In the words of the server.") with { Headers = new() { ["Retry-After"] = "7" } };

        foreach (var line in Kinds)
            OneLine((await Terminal.For(api).RunAsync(line.Split(' '))).Failed(exitCode, sentence));
        Assert.Equal(Kinds.Length, api.Requests.Count);
    }

    [Theory]
    [InlineData(200, 1, "is no IncidentMesh server")]
    [InlineData(302, 1, "sends elsewhere (https://elsewhere.example/), where your token is not sent")]
    [InlineData(400, 2, "does not take this request")]
    [InlineData(401, 5, "does not accept the token")]
    [InlineData(403, 5, "not allowed for your token")]
    [InlineData(404, 1, "is no IncidentMesh server of this version")]
    [InlineData(409, 4, "state does not allow this")]
    [InlineData(412, 4, "changed in between")]
    [InlineData(418, 1, "failed (418)")]
    [InlineData(429, 1, "Try again later.")]
    [InlineData(500, 1, "failed (500)")]
    [InlineData(502, 6, "not available (502)")]
    public async Task A_page_of_something_else_is_told_as_that(int status, int exitCode, string sentence)
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = _ => new FakeAnswer(status, Html) { ContentType = "text/html", Headers = new() { ["Location"] = "https://elsewhere.example/" } };

        foreach (var line in Kinds)
            OneLine((await Terminal.For(api).RunAsync(line.Split(' '))).Failed(exitCode, sentence));
    }

    [Theory]
    [InlineData("{\"items\": [")]
    [InlineData("{\"items\": null}")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("17")]
    [InlineData("\"\\ud800")]
    [InlineData("\\")]
    [InlineData("\\u")]
    public async Task A_list_that_is_none_is_not_an_empty_one(string body)
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = _ => new FakeAnswer(200, body);

        foreach (var line in OnlineCommand.All.Select(command => command.Line).Where(line => line.Contains(" list", StringComparison.Ordinal)))
            OneLine((await Terminal.For(api).RunAsync(line.Split(' '))).Failed(ExitCodes.Failed, "is no IncidentMesh server"));
    }

    [Theory]
    [InlineData("incidents list", "Try again.")]
    [InlineData("incidents ack inc-abcdefghijkl", "nobody knows whether it was done")]
    [InlineData("tokens revoke tok-1", "nobody knows whether it was done")]
    public async Task A_connection_that_breaks_in_an_answer_says_whether_that_matters(string line, string sentence)
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static _ => new FakeAnswer(200, "{\"items\": [") { Cut = true };

        OneLine((await Terminal.For(api).RunAsync(line.Split(' '))).Failed(ExitCodes.Unreachable, sentence));
    }

    [Theory]
    [InlineData("incidents list", "did not answer in time. Look at its /health/ready.")]
    [InlineData("incidents ack inc-abcdefghijkl", "did not answer in time, and nobody knows whether it was done")]
    public async Task A_server_that_never_answers_is_given_up(string line, string sentence)
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static _ => new FakeAnswer(200, null) { Silent = true };

        var terminal = new Terminal { Patience = TimeSpan.FromMilliseconds(300) }.As(api);

        OneLine((await terminal.RunAsync(line.Split(' '))).Failed(ExitCodes.Unreachable, sentence));
    }

    [Theory]
    [MemberData(nameof(OnlineCommand.Lines), MemberType = typeof(OnlineCommand))]
    public async Task Where_nobody_listens_every_command_says_how_to_start_a_server(string line)
    {
        var api = await FakeApi.StartAsync();
        var terminal = Terminal.For(api);
        await api.DisposeAsync();

        OneLine((await terminal.RunAsync(line.Split(' '))).Failed(ExitCodes.Unreachable, "Start it with 'dotnet run --project src/Silo'"));
    }

    [Fact]
    public async Task A_command_whose_outcome_the_server_does_not_know_is_not_told_to_be_repeated()
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static _ => new FakeAnswer(503, """{"title": "No answer.", "detail": "The store did not answer.", "outcomeUnknown": true}""");

        (await Terminal.For(api).RunAsync("incidents", "ack", FakeApi.IncidentId)).Failed(ExitCodes.Unreachable, "The store did not answer. Nobody knows whether it was done");
    }

    [Theory]
    [MemberData(nameof(HostileStrings.Names), MemberType = typeof(HostileStrings))]
    public async Task A_hostile_problem_is_still_one_line(string name)
    {
        await using var api = await FakeApi.StartAsync();
        var detail = HostileAnswer.Of("""{"title": "x", "detail": "x"}""", HostileStrings.Get(name));
        api.Before = _ => new FakeAnswer(409, detail);

        OneLine((await Terminal.For(api).RunAsync("incidents", "list")).Failed(ExitCodes.Refused, ""));
    }

    [Theory]
    [InlineData("ftp://incidentmesh.example", "is no address of a server")]
    [InlineData("incidentmesh.example:8080", "is no address of a server")]
    [InlineData("http://", "is no address of a server")]
    [InlineData("https://user:secret@incidentmesh.example", "has no user, query or fragment")]
    [InlineData("http://incidentmesh.example", "--insecure-http where that is meant")]
    [InlineData("http://127.0.0.1.incidentmesh.example", "--insecure-http where that is meant")]
    public async Task An_address_that_cannot_be_meant_is_not_asked(string address, string sentence) =>
        OneLine((await new Terminal().With("INCIDENTMESH_TOKEN", Terminal.Token).RunAsync("incidents", "list", "--server", address)).Failed(ExitCodes.Usage, sentence));

    [Fact]
    public async Task A_list_that_goes_in_circles_ends()
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static _ => new FakeAnswer(200, """{"items": [{"id": "inc-1"}], "nextCursor": "again"}""");

        (await Terminal.For(api).RunAsync("incidents", "list", "-n", "0")).Failed(ExitCodes.Failed, "again and again");
    }

    private static void OneLine(Finished finished)
    {
        Assert.Equal("", finished.Output);
        Assert.StartsWith("incidentmesh: ", finished.Error, StringComparison.Ordinal);
        Assert.Equal(1, finished.Error.Count(static letter => letter == '\n'));
        Assert.DoesNotContain('\u001b', finished.Error);
    }
}
