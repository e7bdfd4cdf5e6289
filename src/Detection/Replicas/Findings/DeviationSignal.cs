using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Replicas.Findings;

/// <summary>
/// Makes a finding a signal like any other: with a rule to fold by, a severity, and the techniques that its strongest
/// feature speaks of. Its sensor is the comparison, which corroborates other sensors and is none itself.
/// </summary>
public static class DeviationSignal
{
    /// <summary>Names of its rules begin with this.</summary>
    public const string RulePrefix = "replicas/";

    /// <summary>Whether hits are those of a rule of the comparison's.</summary>
    public static bool IsRuleOf(RuleHits hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        return hits.Rule.StartsWith(RulePrefix, StringComparison.Ordinal);
    }

    private const int LongestSummary = 1_024;

    public static Deviation Deviation(ReplicaFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return new Deviation
        {
            Kind = finding.Kind.ToString().ToLowerInvariant(),
            Workload = finding.Workload,
            Replica = finding.Replica,
            Since = finding.Since,
            Window = finding.Window,
            EValue = finding.EValue,
            Score = finding.Score,
            Evidence =
            [
                .. finding.Evidence.Select(static one => new DeviationEvidence(
                    one.Feature, one.Count, one.Seconds, one.Peers.Count, one.Peers.Replicas, one.Peers.Seconds, one.EValue)),
            ],
            Sentence = finding.Sentence,
        };
    }

    /// <param name="index">Its number among those told together.</param>
    /// <param name="deviation">What was found.</param>
    /// <param name="node">Where the replica runs, if known.</param>
    public static ObservedSignal Of(int index, Deviation deviation, string? node)
    {
        ArgumentNullException.ThrowIfNull(deviation);
        var workload = WorkloadRef.Parse(deviation.Workload);
        var family = FeatureFamilies.Of(deviation.Evidence.Count > 0 ? deviation.Evidence[0].Feature : "");
        var rule = $"{RulePrefix}{(deviation.Replica is null ? "workload" : "replica")}/{RuleName(family)}";
        var summary = deviation.Sentence.Length <= LongestSummary ? deviation.Sentence : deviation.Sentence[..LongestSummary];
        var detection = new SignalDetection
        {
            Rule = rule,
            Title = Title(deviation, family),
            Severity = family.IsGrave ? Severity.High : Severity.Medium,
            Techniques = Techniques(family),
            Output = summary,
        };
        var signal = new Signal
        {
            Id = Id(deviation),
            Sensor = SensorNames.ReplicaComparison,
            Time = deviation.Since,
            Severity = detection.Severity,
            Rule = rule,
            Summary = summary,
            Origin = new SignalOrigin { Namespace = workload.Namespace, Pod = deviation.Replica, Node = node },
        };
        var replica = deviation.Replica is { } pod ? new ReplicaRef(workload.Cluster, workload.Namespace, pod) : null;
        return new ObservedSignal(index, signal, [detection], replica) { Deviation = deviation };
    }

    private static string RuleName(FeatureFamily family) =>
        family == FeatureFamilies.Tools ? "tool" : family == FeatureFamilies.Credentials ? "credential" : family.Name;

    private static string Title(Deviation deviation, FeatureFamily family)
    {
        var what = RuleName(family) switch
        {
            "tool" => "runs tools of intruders",
            "credential" => "opens credentials",
            "exec" => "runs other programs",
            "connect" => "connects elsewhere",
            "listen" => "listens on another port",
            "accept" => "is called by others",
            "dns" => "looks up other names",
            "api" => "makes other API requests",
            "file" => "opens other files",
            "gauge" => "uses other amounts",
            _ => "behaves differently",
        };
        return deviation.Replica is null ? $"Workload {what} than before" : $"Replica {what} than its siblings";
    }

    private static IReadOnlyList<string> Techniques(FeatureFamily family) => RuleName(family) switch
    {
        "tool" => ["TA0002", "T1059"],
        "exec" => ["TA0002"],
        "credential" => ["TA0006", "T1552"],
        "connect" or "dns" => ["TA0011", "T1071"],
        "listen" => ["TA0011"],
        "api" => ["TA0007", "T1613"],
        _ => [],
    };

    private static SignalId Id(Deviation deviation)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{deviation.Workload}\n{deviation.Replica}\n{deviation.Kind}\n{deviation.Since:O}\n{deviation.Window:O}\n{deviation.Sentence}"), hash);
        return new SignalId(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
    }
}
