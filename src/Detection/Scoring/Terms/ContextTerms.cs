using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Context;

namespace IncidentMesh.Detection.Scoring.Terms;

/// <summary>The parts of the score that are what it can lead to and what it matters.</summary>
internal static class ContextTerms
{
    public static IEnumerable<Term> Of(RiskCase risk, ScoreWeights weights) => risk.Subject switch
    {
        SubjectKinds.Workload => OfWorkload(risk.Context, weights.Consequence, weights.Importance),
        SubjectKinds.Node => [Term.Known("node", weights.Consequence.Node, "It happened on a node itself: every pod there is within reach.", "the incident's subject", null)],
        _ => [],
    };

    private static IEnumerable<Term> OfWorkload(RiskContext context, ConsequenceWeights consequence, ImportanceWeights importance) =>
    [
        OfFlag(
            "privileged", context.Privileged, consequence.Unprivileged, consequence.Privileged,
            "No container of the workload is privileged.", "A container of the workload is privileged.", "Whether a container is privileged"),
        OfFlag(
            "host-access", context.HostAccess, consequence.NoHostAccess, consequence.HostAccess,
            "The workload keeps out of the host's namespaces and paths.", "The workload shares the host's namespaces or mounts a host path.", "Whether it has access to its host"),
        Of("exposure", context.Exposure, value => value switch
        {
            Exposure.Internet => (consequence.ExposedToInternet, "It can be reached from outside the cluster, as from the Internet."),
            Exposure.Cluster => (consequence.ExposedToCluster, "It can be reached from within the cluster only."),
            Exposure.Namespace => (consequence.ExposedToNamespace, "It can be reached from within its namespace only."),
            _ => (consequence.NotExposed, "Nobody can reach it over the network."),
        }, "From where it can be reached"),
        Of("reach", context.Reach, value => value switch
        {
            Reach.Cluster => (consequence.ReachesCluster, "Who takes it over has the whole cluster."),
            Reach.Node => (consequence.ReachesNode, "Who takes it over has a node."),
            Reach.Secrets => (consequence.ReachesSecrets, "Who takes it over reads secrets or takes on other identities."),
            Reach.Namespace => (consequence.ReachesNamespace, "Who takes it over reaches more of its namespace."),
            _ => (consequence.ReachesNothing, "Its identity opens nothing else."),
        }, "What its identity opens"),
        Of("isolation", context.Isolation, value => value switch
        {
            Isolation.None => (consequence.Unisolated, "Nothing but the node's kernel holds it."),
            Isolation.Hardened => (consequence.Hardened, "User namespaces or profiles of its own stand between it and the node."),
            _ => (consequence.Sandboxed, "It runs in a sandbox with a kernel of its own."),
        }, "How it is isolated"),
        Of("environment", context.Environment, value => value switch
        {
            EnvironmentKind.Production => (importance.Production, "It runs in production."),
            EnvironmentKind.Staging => (importance.Staging, "It runs in a staging environment."),
            EnvironmentKind.Development => (importance.Development, "It runs in a development environment."),
            _ => (importance.Test, "It runs in a test environment."),
        }, "Its environment"),
        Of("criticality", context.Criticality, value => value switch
        {
            Criticality.Critical => (importance.Critical, "The business cannot do without the application."),
            Criticality.High => (importance.High, "The application is important."),
            Criticality.Medium => (importance.Medium, "The application is of ordinary importance."),
            _ => (importance.Low, "The application is not critical."),
        }, "The application's criticality"),
        Of("data", context.Data, value => value switch
        {
            DataClass.Restricted => (importance.RestrictedData, "It handles restricted data."),
            DataClass.Confidential => (importance.ConfidentialData, "It handles confidential data."),
            DataClass.Internal => (importance.InternalData, "It handles internal data."),
            _ => (importance.PublicData, "It handles public data only."),
        }, "What data it handles"),
    ];

    private static Term OfFlag(string name, Fact<bool>? fact, double no, double yes, string without, string with, string unknown) => fact switch
    {
        null => Unknown(name, no, yes, unknown),
        { Value: true } => Term.Known(name, yes, With(with, fact.Proof), fact.Source, fact.AsOf),
        _ => Term.Known(name, no, With(without, fact.Proof), fact.Source, fact.AsOf),
    };

    private static Term Of<T>(string name, Fact<T>? fact, Func<T, (double Odds, string Reason)> weigh, string unknown)
        where T : struct, Enum
    {
        var all = Enum.GetValues<T>();
        if (fact is null)
            return Unknown(name, all.Min(value => weigh(value).Odds), all.Max(value => weigh(value).Odds), unknown);
        var (odds, reason) = weigh(fact.Value);
        if (fact.AtMost is not { } most || Comparer<T>.Default.Compare(most, fact.Value) <= 0)
            return Term.Known(name, odds, With(reason, fact.Proof), fact.Source, fact.AsOf);

        // What is certain raises it, but nothing lowers it that may yet turn out worse.
        var possible = all.Where(value => Comparer<T>.Default.Compare(value, fact.Value) >= 0 && Comparer<T>.Default.Compare(value, most) <= 0)
            .Select(value => weigh(value).Odds).ToList();
        var (least, worst) = (possible.Min(), possible.Max());
        return new Term(name, Math.Clamp(1, least, worst), least, worst, With($"As far as is known: {reason}", fact.Proof), fact.Source, fact.AsOf);
    }

    private static string With(string reason, string? proof) => proof is null ? reason : $"{reason} {proof}";

    /// <summary>1 is neither raised nor lowered, and lies within the range whatever the weights.</summary>
    private static Term Unknown(string name, double least, double most, string what) =>
        new(name, 1, Math.Min(1, least), Math.Max(1, most), $"{what} is not known.");
}
