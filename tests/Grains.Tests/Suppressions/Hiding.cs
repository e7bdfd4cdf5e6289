using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Suppressions;

/// <summary>Adds suppressions to the cluster of <see cref="Flow"/>.</summary>
internal static class Hiding
{
    public static readonly SuppressionRequest Shells = new() { Reason = "a drill", Owner = "team-ci", Rule = "Terminal shell*" };

    public static ISuppressionGrain Suppressions(this TestSilo silo) => silo.Grains.GetGrain<ISuppressionGrain>(Flow.Web.Cluster);

    public static SuppressionRequest For(this SuppressionRequest request, TestSilo silo, TimeSpan time) =>
        request with { Expires = (silo.Clock.GetUtcNow() + time).ToString("O") };

    /// <summary>Adds one, and waits until the partition of Falco's alerts has heard of it.</summary>
    public static async Task<Suppression> HideAsync(this TestSilo silo, SuppressionRequest request)
    {
        var added = (await silo.Suppressions().AddAsync(request.Expires is null ? request.For(silo, TimeSpan.FromHours(1)) : request, "user:alice")).Record;
        Assert.NotNull(added);
        await silo.HearAsync();
        return added.Suppression;
    }

    /// <summary>The first call may still be at a chunk that was begun before; the second asks for news.</summary>
    public static async Task HearAsync(this TestSilo silo)
    {
        await silo.ProcessedAsync(Flow.Falco, 0);
        await silo.ProcessedAsync(Flow.Falco, 0);
    }

    public static async Task<SuppressionHits> HitsAsync(this TestSilo silo) => Assert.Single(await silo.Suppressions().ListAsync()).Hits;
}
