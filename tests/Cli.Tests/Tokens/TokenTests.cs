namespace IncidentMesh.Cli.Tests.Tokens;

public sealed class TokenTests
{
    [Fact]
    public async Task A_token_for_no_named_cluster_is_for_all()
    {
        await using var api = await FakeApi.StartAsync();

        (await Terminal.For(api).RunAsync("tokens", "create", "ci", "--role", "viewer", "--valid-for-days", "30")).Ok();

        Assert.Equal("""{"name":"ci","role":"viewer","person":false,"clusters":null,"validForDays":30}""", Assert.Single(api.Commands).Json!.ToJsonString());
    }

    [Fact]
    public async Task A_token_for_all_clusters_says_all_and_one_for_none_does_not()
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static _ => new FakeAnswer(200, """{"items": [{"id": "tok-a", "clusters": null}, {"id": "tok-n", "clusters": []}]}""");

        var rows = (await Terminal.For(api).RunAsync("tokens", "list")).Ok().Output.Split('\n');

        Assert.Contains("all", rows[1], StringComparison.Ordinal);
        Assert.DoesNotContain("all", rows[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokens create alice", "--role")]
    [InlineData("tokens create alice --role root", "root")]
    [InlineData("tokens create alice --role viewer --valid-for-days soon", "soon")]
    [InlineData("tokens create --role viewer", "'name' missing")]
    [InlineData("tokens revoke ../tokens", "is no token")]
    [InlineData("tokens revoke", "'token' missing")]
    [InlineData("tokens lst", "lst")]
    public async Task What_cannot_be_meant_is_refused_before_anything_is_asked(string line, string sentence)
    {
        await using var api = await FakeApi.StartAsync();

        var finished = (await Terminal.For(api).RunAsync(line.Split(' '))).Failed(ExitCodes.Usage, sentence);

        Assert.Contains("--help'.", finished.Error, StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }
}
