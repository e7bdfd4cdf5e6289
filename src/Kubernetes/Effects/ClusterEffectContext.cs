using IncidentMesh.Contracts.Response;
using IncidentMesh.Kubernetes.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Kubernetes.Effects;

/// <summary>What every effect on a cluster needs.</summary>
internal sealed class ClusterEffectContext(
    ClusterConnections connections,
    IEffectFence fence,
    ProtectedNamespaces protect,
    IOptions<KubernetesOptions> options,
    KubernetesInstruments instruments,
    TimeProvider time,
    ILogger<ClusterEffectContext> logger)
{
    /// <summary>Tries of one conditional write before the outbox is asked to come back later.</summary>
    public const int MaxConflicts = 5;

    public ClusterConnections Connections => connections;

    public IEffectFence Fence => fence;

    public ProtectedNamespaces Protected => protect;

    public KubernetesOptions Options => options.Value;

    public KubernetesInstruments Instruments => instruments;

    public TimeProvider Time => time;

    public ILogger Logger => logger;
}
