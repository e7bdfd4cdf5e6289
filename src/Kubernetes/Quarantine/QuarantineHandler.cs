using System.Text.Json.Serialization.Metadata;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Kubernetes.Effects;

namespace IncidentMesh.Kubernetes.Quarantine;

/// <summary>What the effects that write to a containment's pods have in common.</summary>
internal abstract class QuarantineHandler<TPayload>(string kind, JsonTypeInfo<TPayload> format, ClusterEffectContext context)
    : ClusterEffectHandler<TPayload>(kind, format, context)
    where TPayload : class
{
    // Up to twenty pods; what is done is done when time is up, and the next try goes on.
    public override TimeSpan Timeout => Context.Options.RequestTimeout * 6;

    /// <summary>What ends the try; null where it goes on.</summary>
    protected EffectOutcome? OutcomeOf(ObjectChange change) => change switch
    {
        ObjectChange.Stopped stopped => stopped.Outcome,
        ObjectChange.Unread unread => OutcomeOf(unread.Fault),
        ObjectChange.Unwritten unwritten => OutcomeOf(unwritten.Fault),
        ObjectChange.Altered altered => OutcomeOf(altered.Fault),
        _ => null,
    };
}
