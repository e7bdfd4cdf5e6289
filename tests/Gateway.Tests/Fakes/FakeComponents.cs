using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Vulnerabilities;

namespace IncidentMesh.Gateway.Tests.Fakes;

/// <summary>Knows one vulnerability, of a feed that cannot be reached any more.</summary>
internal sealed class FakeComponents : IComponentGrain
{
    public Task ReviewAsync(ComponentReview review) => throw new NotSupportedException();

    public Task<ComponentStatus?> GetAsync() => Task.FromResult<ComponentStatus?>(new ComponentStatus(
        new ComponentReview
        {
            Source = "https://feeds.example/index.json",
            FeedAt = new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero),
            Problem = "It was not reached: TLS failed.",
            Components = [new ComponentCount("kubelet", "v1.30.2", 3)],
            Vulnerabilities = [new ComponentVulnerability("CVE-2026-1", "Nodes can be taken over", Severity.High, null, "kubelet v1.30.2 (3)")],
            Uncertain = ["CVE-2026-2"],
        },
        new DateTimeOffset(2026, 5, 5, 12, 0, 0, TimeSpan.Zero),
        "inc-aaaaaaaaaaaa"));
}
