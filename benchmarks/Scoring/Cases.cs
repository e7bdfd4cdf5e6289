using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Scoring;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Benchmarks.Scoring;

/// <summary>Cases as a day brings them: 1 to 8 rules, 0 to 20 vulnerabilities, and a context of which a third is not known.</summary>
internal static class Cases
{
    private static readonly string[] Tactics = ["TA0001", "TA0002", "TA0006", "TA0007", "TA0011"];

    public static IReadOnlyList<RiskCase> Of(int number)
    {
        var random = new Random(4711);
        return [.. Enumerable.Range(0, number).Select(_ => One(random))];
    }

    private static RiskCase One(Random random) => new()
    {
        Detections =
        [
            .. Enumerable.Range(0, random.Next(1, 9)).Select(rule => new DetectionEvidence
            {
                Rule = $"rule-{rule}", Severity = (Severity)random.Next(1, 7), Techniques = [Tactics[random.Next(Tactics.Length)]], Source = "falco",
            }),
        ],
        Vulnerabilities =
        [
            .. Enumerable.Range(0, random.Next(0, 21)).Select(id => new Vulnerability
            {
                Id = $"CVE-{id}", CvssScore = random.NextDouble() * 10, Epss = random.NextDouble(), KnownExploited = random.Next(20) == 0,
            }),
        ],
        Sources = random.Next(3) == 0 ? ["falco", "kubernetes-audit"] : ["falco"],
        Context = new RiskContext
        {
            Privileged = Known(random, random.Next(10) == 0),
            HostAccess = Known(random, random.Next(10) == 0),
            Exposure = Known(random, (Exposure)random.Next(4)),
            Reach = Known(random, (Reach)random.Next(5)),
            Isolation = Known(random, Isolation.None),
            Environment = Known(random, (EnvironmentKind)random.Next(4)),
            Criticality = Known(random, (Criticality)random.Next(4)),
            Data = Known(random, (DataClass)random.Next(4)),
        },
    };

    private static Fact<T>? Known<T>(Random random, T value)
        where T : struct => random.Next(3) == 0 ? null : new Fact<T>(value, "benchmark");
}
