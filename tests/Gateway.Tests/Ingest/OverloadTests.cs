using System.Net;
using IncidentMesh.Gateway.Ingest;
using IncidentMesh.Gateway.Tests.Fakes;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Gateway.Tests.Ingest;

public sealed class OverloadTests
{
    [Fact]
    public async Task A_key_in_debt_gets_429_with_the_time_to_wait_and_other_keys_do_not()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(
            new() { ["Gateway:Ingest:EventsPerSecond"] = "1", ["Gateway:Ingest:BurstEvents"] = "3" });
        var flood = gateway.Key();

        var first = await gateway.IngestAsync(flood, string.Concat(Enumerable.Repeat("{}\n", 10)));
        var second = await gateway.IngestAsync(flood, "{}");
        var other = await gateway.IngestAsync(gateway.Key(), "{}");

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 7, 8);
        Assert.Equal(HttpStatusCode.Accepted, other.StatusCode);
    }

    [Fact]
    public void A_quota_pays_its_debt_with_time()
    {
        var time = new FakeTimeProvider();
        var quota = new EventQuota(10, 100, time);

        quota.Charge(150);
        Assert.InRange(quota.WaitBeforeNext().TotalSeconds, 5.0, 5.2);
        time.Advance(TimeSpan.FromSeconds(5.1));
        Assert.Equal(TimeSpan.Zero, quota.WaitBeforeNext());
        Assert.False(quota.IsFull);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.True(quota.IsFull);
        quota.Charge(101);
        Assert.True(quota.WaitBeforeNext() > TimeSpan.Zero, "A long pause must not save up more than one burst.");
    }

    [Fact]
    public async Task Bodies_that_wait_for_the_store_fill_the_budget_of_their_key_and_leave_room_for_another()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new()
        {
            ["Gateway:Ingest:MaxBodyBytes"] = "65536",
            ["Gateway:Ingest:MaxUnpackedBytes"] = "65536",
            ["Gateway:Ingest:MaxBytesInFlight"] = "300000",
        });
        var flood = gateway.Key();
        var body = $"{{\"a\":\"{new string('x', 40_000)}\"}}";
        var held = Enumerable.Range(0, 2).Select(_ => gateway.Faults.Hold(StoreCall.Append)).ToList();
        var waiting = held.Select(_ => gateway.IngestAsync(flood, body)).ToList();
        await Task.WhenAll(held.Select(one => one.Reached)).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        var refused = await gateway.IngestAsync(flood, body);
        var other = await gateway.IngestAsync(gateway.Key("beta"), body);
        held.ForEach(one => one.Release());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.Accepted, other.StatusCode);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Equal(0, gateway.Services.GetRequiredService<IngestSources>().BytesInFlight);
    }

    [Fact]
    public async Task A_store_that_hangs_is_given_up_with_503()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new() { ["Gateway:Ingest:AppendTimeout"] = "00:00:00.3" });
        var held = gateway.Faults.Hold(StoreCall.Append);

        var answer = await gateway.IngestAsync(gateway.Key(), "{}");
        held.Release();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public void A_part_of_a_budget_never_takes_more_than_the_whole_has()
    {
        var whole = new ByteBudget(100);
        var one = new ByteBudget(80, whole);
        var other = new ByteBudget(80, whole);

        Assert.True(one.TryReserve(80));
        Assert.False(one.TryReserve(1));
        Assert.False(other.TryReserve(21));
        Assert.True(other.TryReserve(20));
        one.Release(80);
        other.Release(20);
        Assert.Equal((0, 0, 0), (whole.Used, one.Used, other.Used));
    }
}
