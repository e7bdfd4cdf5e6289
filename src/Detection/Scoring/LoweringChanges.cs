using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Detection.Scoring;

/// <summary>What people could change about a case. Facts that are not known are no change, and neither is what it matters.</summary>
internal static class LoweringChanges
{
    private const string After = "after the change";

    /// <summary>Vulnerabilities that are named one by one.</summary>
    private const int MostNamed = 5;

    public static IEnumerable<(string Factor, string What, RiskCase Then)> Of(RiskCase risk) =>
        risk.Subject == SubjectKinds.Workload ? [.. OfContext(risk), .. OfVulnerabilities(risk)] : OfVulnerabilities(risk);

    private static IEnumerable<(string Factor, string What, RiskCase Then)> OfContext(RiskCase risk)
    {
        var context = risk.Context;
        if (context.Privileged is { Value: true })
            yield return ("privileged", "Run it without privileged containers.", Then(context with { Privileged = new(false, After) }));
        if (context.HostAccess is { Value: true })
            yield return ("host-access", "Keep it out of the host's namespaces and paths.", Then(context with { HostAccess = new(false, After) }));
        if (context.Exposure is { Value: Exposure.Internet })
            yield return ("exposure", "Close it to the Internet.", Then(context with { Exposure = new(Exposure.Cluster, After) }));
        if (context.Exposure is { Value: Exposure.Internet or Exposure.Cluster })
            yield return ("exposure", "Admit its own namespace only, by a NetworkPolicy.", Then(context with { Exposure = new(Exposure.Namespace, After) }));
        if (context.Reach is { Value: > Reach.None })
            yield return ("reach", "Take from its service account what it does not need.", Then(context with { Reach = new(Reach.None, After) }));
        if (context.Isolation is { Value: Isolation.None or Isolation.Hardened })
            yield return ("isolation", "Run it in a sandbox, by a RuntimeClass of gVisor or Kata Containers.", Then(context with { Isolation = new(Isolation.Sandbox, After) }));

        RiskCase Then(RiskContext changed) => risk with { Context = changed };
    }

    private static IEnumerable<(string Factor, string What, RiskCase Then)> OfVulnerabilities(RiskCase risk)
    {
        var open = risk.Vulnerabilities.Concat(risk.Standing).Where(static one => !one.IsSettled).ToList();
        foreach (var one in open.OrderByDescending(static one => one.CvssScore ?? 10).ThenBy(static one => one.Id, StringComparer.Ordinal).DistinctBy(static one => one.Id).Take(MostNamed))
        {
            var what = (one.Package, one.FixedVersion) switch
            {
                ({ Length: > 0 } package, { Length: > 0 } version) => $"Update {package} to {version}, which ends {one.Id}.",
                (_, { Length: > 0 } version) => $"Update to {version}, which ends {one.Id}.",
                _ => $"End {one.Id}: there is no version known without it, so replace or remove what has it.",
            };
            yield return ("vulnerability", what, risk with { Vulnerabilities = Without(risk.Vulnerabilities, one.Id), Standing = Without(risk.Standing, one.Id) });
        }

        if (open.DistinctBy(static one => one.Id).Skip(1).Any())
            yield return ("vulnerability", $"End all {open.DistinctBy(static one => one.Id).Count()} vulnerabilities.", risk with { Vulnerabilities = [], Standing = [] });
    }

    private static IReadOnlyList<Vulnerability> Without(IReadOnlyList<Vulnerability> all, string id) => [.. all.Where(one => one.Id != id)];
}
