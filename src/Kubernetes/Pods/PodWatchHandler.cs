using System.Text.Json.Serialization.Metadata;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Kubernetes.Effects;

namespace IncidentMesh.Kubernetes.Pods;

/// <summary>
/// What effects that wait for pods have in common: they look at what is there, not at what happened, so they may be asked
/// at any time and any number of times.
/// </summary>
internal abstract class PodWatchHandler<TPayload>(string kind, JsonTypeInfo<TPayload> format, ClusterEffectContext context)
    : ClusterEffectHandler<TPayload>(kind, format, context)
    where TPayload : class
{
    /// <summary>Pause between two looks once it has taken too long.</summary>
    private static readonly TimeSpan LatePoll = TimeSpan.FromSeconds(30);

    protected bool IsLate(DateTimeOffset? overdueAt) => Context.Time.GetUtcNow() > overdueAt;

    /// <summary>It is looked at again soon.</summary>
    protected EffectOutcome Soon(string seen) => new EffectOutcome.Again(Context.Options.PodPoll, seen);

    /// <summary>It is looked at again, and people are told why it takes so long.</summary>
    protected static EffectOutcome Later(string reason) => new EffectOutcome.Overdue(LatePoll, reason);

    /// <summary>A server that does not answer is asked again at the pace of the looks.</summary>
    protected override EffectOutcome OutcomeOf(ClusterFault fault) => base.OutcomeOf(fault) switch
    {
        EffectOutcome.Again { After: null } again => again with { After = Context.Options.PodPoll },
        var outcome => outcome,
    };
}
