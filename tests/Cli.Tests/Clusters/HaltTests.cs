namespace IncidentMesh.Cli.Tests.Clusters;

public sealed class HaltTests
{
    [Fact]
    public async Task All_clusters_are_halted_only_where_that_is_said()
    {
        await using var api = await FakeApi.StartAsync();

        (await Terminal.For(api).RunAsync("clusters", "halt", "--reason", "wrong")).Failed(ExitCodes.Usage, "Name one cluster, or say --all.");
        (await Terminal.For(api).RunAsync("clusters", "halt", "prod-eu", "--all", "--reason", "wrong")).Failed(ExitCodes.Usage, "Name one cluster, or say --all.");
        var halted = await Terminal.For(api).RunAsync("clusters", "halt", "--all", "--reason", "wrong");

        halted.Ok();
        Assert.Contains("halted everywhere", halted.Output, StringComparison.Ordinal);
        Assert.EndsWith("/halts/everywhere", Assert.Single(api.Commands).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resuming_one_cluster_says_where_the_halt_of_every_cluster_still_holds()
    {
        await using var api = await FakeApi.StartAsync();

        var resumed = await Terminal.For(api).RunAsync("clusters", "resume", "prod-eu", "--reason", "right");

        Assert.Contains("Response is still halted everywhere by user:alice", resumed.Output, StringComparison.Ordinal);
    }
}
