using CsCheck;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Scoring;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Detection.Tests.Scoring;

/// <summary>Any case that can be scored, and weights that keep the laws.</summary>
internal static class RiskCases
{
    private static readonly string[] Tactics = ["TA0001", "TA0002", "TA0006", "TA0007", "TA0011", "TA0040"];

    public static readonly Gen<DetectionEvidence> AnyDetection =
        from rule in Gen.Int[0, 5]
        from severity in Maybe(Gen.Enum<Severity>())
        from tactic in Gen.OneOf(Tactics)
        from source in Gen.OneOf<string?>("falco", "kubernetes-audit", "replicas", null)
        from eValue in Maybe(Gen.Double[0, 1e9])
        select new DetectionEvidence { Rule = $"rule-{rule}", Severity = severity, Techniques = [tactic], Source = source, EValue = eValue };

    public static readonly Gen<Vulnerability> AnyVulnerability =
        from id in Gen.Int[0, 5]
        from cvss in Maybe(Gen.Double[0, 10])
        from severity in Gen.Enum<Severity>()
        from exploited in Maybe(Gen.Bool)
        from epss in Maybe(Gen.Double[0, 1])
        from vex in Gen.Enum<VexStatus>()
        select new Vulnerability { Id = $"CVE-{id}", CvssScore = cvss, Severity = severity, KnownExploited = exploited, Epss = epss, Vex = vex };

    public static readonly Gen<RiskContext> AnyContext =
        from privileged in AnyFact(Gen.Bool)
        from host in AnyFact(Gen.Bool)
        from exposure in AnyFact(Gen.Enum<Exposure>())
        from reach in AnyFact(Gen.Enum<Reach>())
        from isolation in AnyFact(Gen.Enum<Isolation>())
        from environment in AnyFact(Gen.Enum<EnvironmentKind>())
        from criticality in AnyFact(Gen.Enum<Criticality>())
        from data in AnyFact(Gen.Enum<DataClass>())
        select new RiskContext
        {
            Privileged = privileged,
            HostAccess = host,
            Exposure = exposure,
            Reach = reach,
            Isolation = isolation,
            Environment = environment,
            Criticality = criticality,
            Data = data,
        };

    public static readonly Gen<RiskCase> Any =
        from detections in AnyDetection.Array[0, 6]
        from vulnerabilities in AnyVulnerability.Array[0, 4]
        from sources in Gen.Int[0, 4]
        from steps in Gen.Int[0, 6]
        from subject in Gen.OneOf(SubjectKinds.Workload, SubjectKinds.Workload, SubjectKinds.Node, SubjectKinds.User)
        from places in Gen.OneOf(0, 0, 0, 12)
        from context in AnyContext
        select new RiskCase
        {
            Detections = detections,
            Vulnerabilities = vulnerabilities,
            Sources = [.. Enumerable.Range(0, sources).Select(i => $"source-{i}")],
            Chain = [.. Enumerable.Range(0, steps).Select(i => $"step {i}")],
            Subject = subject,
            Places = places,
            Context = context,
        };

    public static readonly Gen<ScoreWeights> AnyWeights =
        from low in Gen.Double[0.01, 1]
        from high in Gen.Double[1, 20]
        from environment in Gen.Double[0.1, 1].Array[3]
        select new ScoreWeights
        {
            Version = "any.1",
            Evidence = new() { Informational = low / 10, Low = low / 3, Medium = low, High = high, Critical = high * 2, Fatal = high * 2, FurtherMost = high },
            Consequence = new() { Unprivileged = low, Privileged = high, NotExposed = low, ExposedToNamespace = low, ExposedToInternet = high, Node = high },
            Importance = new()
            {
                Test = environment.Min(),
                Development = environment.Order().ElementAt(1),
                Staging = environment.Max(),
                Production = high,
                Critical = high + 1,
            },
        };

    private static Gen<Fact<T>?> AnyFact<T>(Gen<T> value)
        where T : struct => Gen.Select(Gen.Bool, value, static (known, one) => known ? new Fact<T>(one, "test") : null);

    private static Gen<T?> Maybe<T>(Gen<T> value)
        where T : struct => Gen.Select(Gen.Bool, value, static (known, one) => known ? one : (T?)null);
}
