using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Replicas.Findings;
using IncidentMesh.Detection.Scoring;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Detection;

/// <summary>Scores incidents by <see cref="ScoreModel"/>. Thread-safe.</summary>
/// <param name="weights">Weights that <see cref="ScoreWeightsCheck"/> has found right.</param>
/// <param name="reading">What labels and annotations mean.</param>
public sealed class IncidentScoring(ScoreWeights weights, ContextReading reading)
{
    /// <summary>Of fewer replicas nobody can say that all do it.</summary>
    private const int FewestReplicas = 3;

    /// <summary>With the default weights and the labels in common use.</summary>
    public static readonly IncidentScoring Default = new(ScoreWeights.Default, new ContextReading(ContextOptions.Default));

    /// <summary>What an incident remembers of how it was scored.</summary>
    public string Model { get; } = $"{ScoreModel.Name} {weights.Version}";

    /// <param name="fold">What was seen.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="context">What is known of the workload; null where nothing is.</param>
    /// <param name="asOf">When that was last known to be so; null where nobody can tell.</param>
    /// <param name="deviations">What comparing replicas found.</param>
    /// <param name="risk">What the live inventory shows of the workload; null where that is not known.</param>
    public Score Score(
        IncidentFold fold, SubjectRef subject, WorkloadRecord? context, DateTimeOffset? asOf = null, IReadOnlyList<Deviation>? deviations = null, WorkloadRisk? risk = null)
    {
        ArgumentNullException.ThrowIfNull(fold);
        ArgumentNullException.ThrowIfNull(subject);
        return Shown(ScoreModel.Assess(Case(fold, subject, context, deviations ?? []) with { Context = Known(subject, context, asOf, risk), Standing = Standing(risk), ScannedAt = risk?.AsOf }, weights).Rounded(0));
    }

    private static RiskCase Case(IncidentFold fold, SubjectRef subject, WorkloadRecord? context, IReadOnlyList<Deviation> deviations) => new()
    {
        Detections =
        [
            .. fold.Rules.Select(hits => new DetectionEvidence
            {
                Rule = hits.Rule, Title = hits.Title, Techniques = hits.Techniques, Time = hits.LastSeen,

                // What a deviation is worth, its e-value says.
                Severity = deviations.Count > 0 && DeviationSignal.IsRuleOf(hits) ? null : hits.Severity,
            }),
            .. deviations.Select(static one => new DetectionEvidence { EValue = one.EValue, Source = "comparison of replicas", Time = one.Window }),

            // Of rules that are not named any more, the fold keeps the severity.
            .. fold.Rules.Any(hits => hits.Severity >= fold.Severity) ? (DetectionEvidence[])[] : [new DetectionEvidence { Severity = fold.Severity, Time = fold.LastSeen }],
        ],
        Sources = IsCorroborated(fold) ? [.. fold.Sensors, "the comparison of replicas"] : fold.Sensors,
        Chain = [.. fold.Chain.Select(static step => step.Name)],
        Subject = subject.Kind,
        Places = fold.Subjects.Count,
        SeenAt = fold.LastSeen,
        AllReplicas = IsShared(fold, context),
    };

    /// <summary>Whether a replica does what its siblings do not, and a rule of a sensor says so, too.</summary>
    private static bool IsCorroborated(IncidentFold fold) => fold.Rules.Any(DeviationSignal.IsRuleOf) && !fold.Rules.All(DeviationSignal.IsRuleOf);

    /// <summary>Whether every replica did the worst that was seen.</summary>
    private static bool IsShared(IncidentFold fold, WorkloadRecord? context)
    {
        if (context?.Replicas is not (>= FewestReplicas and var replicas) || fold.Rules.Any(DeviationSignal.IsRuleOf))
            return false;
        var worst = fold.Rules.Where(hits => hits.Severity == fold.Severity).ToList();
        return worst.Count > 0 && worst.All(hits => hits.Pods.Count >= Math.Min(replicas, RuleHitsMerge.MostPods));
    }

    /// <summary>
    /// What the live inventory shows comes before what was committed of the workload: that is all there is while nobody
    /// watches the cluster, and its exposure is a guess by services and ingresses alone.
    /// </summary>
    private RiskContext Known(SubjectRef subject, WorkloadRecord? record, DateTimeOffset? asOf, WorkloadRisk? risk)
    {
        const string Source = "the cluster's inventory";
        var live = risk is null ? RiskContext.Unknown : RiskFacts.Read(risk);
        var known = record is null ? live : live with
        {
            Privileged = live.Privileged ?? new(record.Privileged, Source, asOf),
            HostAccess = live.HostAccess ?? new(record.HostAccess, Source, asOf),
            Exposure = risk is null && record.Exposed is { } exposed ? new(exposed ? Exposure.Internet : Exposure.Cluster, Source, asOf) : live.Exposure,
            Environment = live.Environment ?? (record.Signs.Count == 0 && record.Environment is { } label && reading.EnvironmentOf(label) is { } kind
                ? new(kind, $"label {label} of workload or namespace", asOf)
                : null),
        };
        return reading.Read(known, record?.Signs ?? [], subject.Workload?.Namespace, asOf);
    }

    private static IReadOnlyList<Vulnerability> Standing(WorkloadRisk? risk) =>
    [
        .. (risk?.Vulnerabilities ?? []).Select(static one => new Vulnerability
        {
            Id = one.Id, Package = one.Package, FixedVersion = one.FixedVersion, Severity = one.Severity, CvssScore = one.CvssScore, Sources = ["vulnerability-report"],
        }),
    ];

    private Score Shown(AssessedScore assessed) =>
        new((int)assessed.Value, [.. assessed.Factors.Select(static factor => new ScoreFactor(factor.Name, (int)factor.Share, factor.Reason, factor.Source, factor.AsOf))], Model)
        {
            Range = new((int)assessed.Low, (int)assessed.High),
            WouldLower = [.. assessed.WouldLower.Select(static change => new ScoreChange(change.Factor, change.Change, (int)change.Score))],
        };
}
