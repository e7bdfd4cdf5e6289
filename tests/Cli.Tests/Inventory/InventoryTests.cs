namespace IncidentMesh.Cli.Tests.Inventory;

public sealed class InventoryTests
{
    [Fact]
    public async Task Without_a_cluster_all_are_shown_and_one_that_nobody_reads_hides_no_other()
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static request => request.Route switch
        {
            ["GET", "clusters"] => new FakeAnswer(200, """{"items": [{"id": "prod-eu"}, {"id": "prod-us"}], "nextCursor": null}"""),
            ["GET", "clusters", "prod-us", ..] => FakeAnswer.Problem(503, "unavailable", "Nobody reads this cluster at present."),
            _ => null,
        };

        var kinds = (await Terminal.For(api).RunAsync("inventory", "list")).Ok().Output;
        var objects = (await Terminal.For(api).RunAsync("inventory", "list", "NetworkPolicy")).Ok().Output;
        var json = (await Terminal.For(api).RunAsync("inventory", "list", "-o", "json")).Ok().Json;

        Assert.Matches(@"prod-eu +NetworkPolicy", kinds);
        Assert.Contains("prod-us: ", kinds, StringComparison.Ordinal);
        Assert.Contains("Nobody reads this cluster at present.", objects, StringComparison.Ordinal);
        Assert.Matches(@"prod-eu +shop +deny-all", objects);
        Assert.Equal(["prod-eu", "prod-us"], json.GetProperty("clusters").EnumerateArray().Select(part => part.GetProperty("cluster").GetString()));
    }

    [Fact]
    public async Task A_kind_that_no_inventory_has_is_said()
    {
        await using var api = await FakeApi.StartAsync();

        (await Terminal.For(api).RunAsync("inventory", "list", "Secret", "--cluster", "prod-eu")).Failed(ExitCodes.NotFound, "There is no such kind");
    }

    [Theory]
    [InlineData("NetworkPolicy")]
    [InlineData("NetworkPolicy/a/b/c")]
    [InlineData("NetworkPolicy/../b")]
    [InlineData("NetworkPolicy//b")]
    public async Task What_names_no_object_is_not_asked_for(string text)
    {
        await using var api = await FakeApi.StartAsync();

        (await Terminal.For(api).RunAsync("inventory", "show", text, "--cluster", "prod-eu")).Failed(ExitCodes.Usage, "is no object");

        Assert.Empty(api.Requests);
    }
}
