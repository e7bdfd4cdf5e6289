using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Replicas.Findings;
using IncidentMesh.Detection.Scoring;

namespace IncidentMesh.Detection;

/// <summary>
/// Scores incidents. The severity gives most of the points, what is known of the workload and how many independent
/// things point the same way the rest. More privilege, exposure, severity or corroboration never lowers a score, and a
/// test environment never raises it.
/// </summary>
public static class IncidentScoring
{
    public const string Model = "incidentmesh-score/3";

    private const int Privileged = 10;
    private const int HostAccess = 6;
    private const int Exposed = 8;
    private const int Production = 7;
    private const int Test = -15;
    private const int NodeSubject = 8;
    private const int SecondSensor = 8;
    private const int EachRule = 2;
    private const int MostRules = 6;
    private const int EachTactic = 3;
    private const int MostTactics = 9;
    private const int Widespread = -15;
    private const int Deviates = 8;
    private const int Shared = -5;

    /// <summary>Of fewer replicas nobody can say that all do it.</summary>
    private const int FewestReplicas = 3;

    /// <summary>By the number of steps. Four in order outweigh a single critical alert.</summary>
    private static readonly int[] Chain = [0, 0, 10, 25, 40, 45];

    /// <param name="fold">What was seen.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="context">What is known of the workload; null where nothing is, which neither raises nor lowers.</param>
    public static Score Score(IncidentFold fold, SubjectRef subject, WorkloadRecord? context)
    {
        ArgumentNullException.ThrowIfNull(fold);
        ArgumentNullException.ThrowIfNull(subject);
        var factors = new List<ScoreFactor> { OfSeverity(fold.Severity) };
        Corroboration(factors, fold);
        if (fold.Stage > 1)
            factors.Add(new("chain", Chain[Math.Min(fold.Stage, Chain.Length - 1)], $"{fold.Stage} steps of an attack in order: {string.Join(", ", fold.Chain.Select(static step => step.Name))}."));
        if (subject.Kind == SubjectKinds.Digest)
            factors.Add(new("widespread", Widespread, $"It happens in {fold.Subjects.Count} places: rather noise than an attack."));
        if (subject.Kind == SubjectKinds.Node)
            factors.Add(new("node", NodeSubject, "It happened on a node itself: every pod there is within reach."));
        if (context is not null)
            Context(factors, context);
        Siblings(factors, fold, context);

        var sum = factors.Sum(static factor => factor.Share);
        var value = Math.Clamp(sum, 0, 100);
        if (value != sum)
            factors.Add(new("bounds", value - sum, "A score is kept within 0 and 100."));

        return new Score(value, [.. factors.OrderByDescending(static factor => factor.Share).ThenBy(static factor => factor.Factor, StringComparer.Ordinal)], Model);
    }

    private static ScoreFactor OfSeverity(Severity severity)
    {
        var points = severity switch
        {
            Severity.Fatal => 80,
            Severity.Critical => 70,
            Severity.High => 50,
            Severity.Medium => 30,
            Severity.Low => 15,
            Severity.Informational => 5,
            _ => 0,
        };
        return new ScoreFactor("severity", points, $"The highest severity seen is {severity}.");
    }

    private static void Corroboration(List<ScoreFactor> factors, IncidentFold fold)
    {
        if (fold.Sensors.Count > 1)
            factors.Add(new("sensors", SecondSensor, $"{fold.Sensors.Count} sensors saw it: {string.Join(", ", fold.Sensors)}."));
        if (fold.Rules.Count > 1)
            factors.Add(new("rules", Math.Min((fold.Rules.Count - 1) * EachRule, MostRules), $"{fold.Rules.Count} different rules agree."));

        var tactics = fold.Rules.SelectMany(static hits => hits.Techniques)
            .Where(static id => id.StartsWith("TA", StringComparison.Ordinal)).Distinct().Count();
        if (tactics > 1 && fold.Subjects.Count == 0)
            factors.Add(new("tactics", Math.Min((tactics - 1) * EachTactic, MostTactics), $"{tactics} ATT&CK tactics: it moves along."));
    }

    /// <summary>What one replica does and its siblings do not is news; what all of them do is rather how the workload works.</summary>
    private static void Siblings(List<ScoreFactor> factors, IncidentFold fold, WorkloadRecord? context)
    {
        var deviates = fold.Rules.Any(static hits => hits.Rule.StartsWith(DeviationSignal.RulePrefix, StringComparison.Ordinal));
        if (deviates && fold.Rules.Count > 1)
            factors.Add(new("deviates", Deviates, "A replica does what its siblings do not, and other rules hit as well."));
        if (deviates || context?.Replicas is not (>= FewestReplicas and var replicas))
            return;
        var worst = fold.Rules.Where(hits => hits.Severity == fold.Severity).ToList();
        if (worst.Count > 0 && worst.All(hits => hits.Pods.Count >= Math.Min(replicas, RuleHitsMerge.MostPods)))
            factors.Add(new("shared", Shared, "Its siblings do the same: rather how the workload works than what one replica met."));
    }

    private static void Context(List<ScoreFactor> factors, WorkloadRecord context)
    {
        if (context.Privileged)
            factors.Add(new("privileged", Privileged, "A container of the workload is privileged."));
        if (context.HostAccess)
            factors.Add(new("host-access", HostAccess, "The workload shares the host's namespaces or mounts a host path."));
        if (context.Exposed == true)
            factors.Add(new("exposed", Exposed, "The workload can be reached from outside the cluster."));

        switch (Environments.Read(context.Environment))
        {
            case EnvironmentKind.Production:
                factors.Add(new("environment", Production, "It runs in production."));
                break;
            case EnvironmentKind.Test:
                factors.Add(new("environment", Test, "It runs in a test environment."));
                break;
        }
    }
}
