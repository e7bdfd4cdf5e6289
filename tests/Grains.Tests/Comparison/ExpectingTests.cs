using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Comparison;

/// <summary>What people expect of replicas is left out of their comparison.</summary>
public sealed class ExpectingTests
{
    private const string Curl = "/usr/bin/curl";

    [Fact]
    public async Task What_is_expected_is_left_out_until_that_ends_and_the_audit_trail_says_who_said_so()
    {
        await using var silo = await TestSilo.StartAsync();
        var comparison = WebShop.Comparison(silo);
        var request = new ExpectationRequest { Feature = $"exec|{Curl}", Replica = WebShop.Pod(4), Reason = "canary", Expires = silo.Clock.GetUtcNow().AddDays(1).ToString("O") };
        Assert.NotNull((await comparison.ExpectAsync(request, "user:alice")).Refusal);
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 12));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 70);

        var expected = (await comparison.ExpectAsync(request, "user:alice")).Expectation!;
        await shop.LiveAsync(silo, 3, null, (WebShop.Pod(4), Curl));
        await shop.LiveAsync(silo, 2);
        Assert.Empty(await silo.IncidentsAsync());
        Assert.Equal(3, (await comparison.GetStatusAsync())!.Expectations[0].Hits);

        Assert.True(await comparison.EndExpectationAsync(expected.Id, "user:bob"));
        Assert.False(await comparison.EndExpectationAsync("exp-unknown", "user:bob"));
        await shop.LiveAsync(silo, 3, null, (WebShop.Pod(4), Curl));
        Assert.Single((await silo.OnlyIncidentAsync()).Deviations);
        var audit = await silo.Ledger.ReadAsync(0, null, 100, TestContext.Current.CancellationToken);
        Assert.Equal(
            [("user:alice", "expectation.add"), ("user:bob", "expectation.remove")],
            audit.Where(record => record.Entry.Target == expected.Id).Select(record => (record.Entry.Actor, record.Entry.Action)));
    }

    [Fact]
    public async Task An_expectation_that_is_over_ends_by_itself()
    {
        await using var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 12));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 5);
        var comparison = WebShop.Comparison(silo);
        await comparison.ExpectAsync(new ExpectationRequest { Feature = "exec|x", Reason = "r", Expires = silo.Clock.GetUtcNow().AddHours(1).ToString("O") }, "user:alice");

        silo.Clock.Advance(TimeSpan.FromHours(2));
        await shop.LiveAsync(silo, 1);

        Assert.Equal("system:comparison", (await comparison.GetStatusAsync())!.Expectations[0].EndedBy);
    }
}
