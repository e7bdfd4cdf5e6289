using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Contracts.Incidents;

/// <summary>Many signals folded into a few facts. Bounded: at most 200 rules, 200 replicas, 100 users and 100 nodes are named.</summary>
[GenerateSerializer, Immutable, Alias("im.incident-fold")]
public sealed record IncidentFold
{
    /// <summary>Signals taken in, each once.</summary>
    [Id(0)] public long Signals { get; init; }

    /// <summary>Earliest event time.</summary>
    [Id(1)] public DateTimeOffset FirstSeen { get; init; }

    /// <summary>Latest event time.</summary>
    [Id(2)] public DateTimeOffset LastSeen { get; init; }

    /// <summary>The highest severity ever seen.</summary>
    [Id(3)] public Severity Severity { get; init; }

    /// <summary>By rule, in order of first hit; the last one may be the overflow <c>other</c>.</summary>
    [Id(4)] public IReadOnlyList<RuleHits> Rules { get; init; } = [];

    /// <summary>Sensors that contributed.</summary>
    [Id(5)] public IReadOnlyList<string> Sensors { get; init; } = [];

    /// <summary>Number of signals by pod, as <c>namespace/pod</c>; those that are not named count as <c>other</c>.</summary>
    [Id(6)] public IReadOnlyDictionary<string, long> Replicas { get; init; } = new Dictionary<string, long>();

    /// <returns>The pod's name that a key of <see cref="Replicas"/> stands for; null for those that are not named.</returns>
    public static string? PodOf(string replica)
    {
        ArgumentNullException.ThrowIfNull(replica);
        return replica.LastIndexOf('/') is >= 0 and var slash ? replica[(slash + 1)..] : null;
    }

    [Id(7)] public IReadOnlyList<string> Users { get; init; } = [];

    [Id(8)] public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>
    /// Of a digest: number of signals by subject, as <c>kind name</c>, at most 200; further ones count as <c>other</c>.
    /// Empty for an incident that is about one subject.
    /// </summary>
    [Id(9)] public IReadOnlyDictionary<string, long> Subjects { get; init; } = new Dictionary<string, long>();

    /// <summary>The longest run of ATT&amp;CK tactics in order. Empty where none is known, and in a digest.</summary>
    [Id(10)] public IReadOnlyList<ChainStep> Chain { get; init; } = [];

    /// <summary>Who is behind detections, the first one first. Empty where nobody is known.</summary>
    [Id(11)] public IReadOnlyList<ExecActor> Actors { get; init; } = [];

    /// <summary>What <see cref="Actors"/> follows from.</summary>
    [Id(12)] public ExecEvidence Evidence { get; init; } = ExecEvidence.None;

    /// <summary>Of a digest: keys of which rules are habits of which subjects, in order, at most 2,048.</summary>
    [Id(13)] public IReadOnlyList<long> Habits { get; init; } = [];

    /// <summary>
    /// What suppressions hid of it before it looked like an attack, at most 32. Steps of <see cref="Chain"/>, and no part of
    /// <see cref="Signals"/>.
    /// </summary>
    [Id(14)] public IReadOnlyList<HiddenStep> Hidden { get; init; } = [];

    /// <summary>How far along an attack would be: the number of steps in <see cref="Chain"/>.</summary>
    public int Stage => Chain.Count;
}
