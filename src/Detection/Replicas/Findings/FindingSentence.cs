using System.Globalization;

namespace IncidentMesh.Detection.Replicas.Findings;

/// <summary>Says a finding in sentences that need nothing around them.</summary>
internal static class FindingSentence
{
    public static string Recovered(string? replica, string workload) =>
        replica is null ? $"What {workload} began to do has ended." : $"{replica} does again as its siblings do.";

    public static string Gone(string replica) => $"{replica} is gone, or was heard of no more, before what it was reported for had ended.";

    public static string Novelty(string replica, IReadOnlyList<FeatureEvidence> evidence, double years)
    {
        var first = evidence[0];
        var peers = first.Peers.Replicas switch
        {
            0 => $"it has no sibling, and the workload did that at no time in {Hours(first.Peers.Seconds)}",
            1 => $"neither its sibling nor the workload's past did that in {Hours(first.Peers.Seconds)}",
            var siblings => $"its {siblings} siblings and the workload's past did so {Times(first.Peers.Count)} in {Hours(first.Peers.Seconds)}",
        };
        return $"{replica} {FeatureWords.Did(first.Feature)} {Times(first.Count)} in {Minutes(first.Seconds)}; {peers} (same revision, image and age band).{Also(evidence)} {Chance(years)}";
    }

    public static string Shared(string workload, int sharers, int replicas, IReadOnlyList<FeatureEvidence> evidence, double years)
    {
        var first = evidence[0];
        return $"{sharers} of the {replicas} replicas of {workload} began shortly after one another to do what none had done in {Hours(first.Peers.Seconds)}: each {FeatureWords.Did(first.Feature)}.{Also(evidence)} No new revision explains it. {Chance(years)}";
    }

    public static string Revision(string workload, string revision, int sharers, IReadOnlyList<FeatureEvidence> evidence, double years)
    {
        var first = evidence[0];
        return $"{sharers} replicas of revision {revision} of {workload} began shortly after one another to do what no other revision had done in {Hours(first.Peers.Seconds)}: each {FeatureWords.Did(first.Feature)}.{Also(evidence)} The revision is new and may do so; who made it knows. {Chance(years)}";
    }

    public static string OnlyOfRevision(string replica, string revision, IReadOnlyList<FeatureEvidence> evidence, double years)
    {
        var first = evidence[0];
        return $"{replica} {FeatureWords.Did(first.Feature)} {Times(first.Count)} in {Minutes(first.Seconds)}; the workload did so {Times(first.Peers.Count)} in {Hours(first.Peers.Seconds)}. It is the only replica of revision {revision}: nothing tells whether the revision does so or this replica alone.{Also(evidence)} {Chance(years)}";
    }

    public static string Volume(string replica, IReadOnlyList<FeatureEvidence> evidence, double years)
    {
        var first = evidence[0];
        var own = first.Count / first.Seconds;
        var theirs = first.Peers.Count / first.Peers.Seconds;
        var compared = theirs > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{own / theirs:0.0} times the {FeatureWords.Amount(first.Feature)} of its {first.Peers.Replicas} siblings, second for second")
            : string.Create(CultureInfo.InvariantCulture, $"{first.Count:0.##} {FeatureWords.Amount(first.Feature)}, its {first.Peers.Replicas} siblings none");
        return $"For {Minutes(first.Seconds)} {replica} had {compared}; neither its own past nor how busy it is explains that. {Chance(years)}";
    }

    public static string OneOfTwo(string replica, IReadOnlyList<FeatureEvidence> evidence, double years)
    {
        var first = evidence[0];
        var times = first.Count / first.Seconds * first.Peers.Seconds / Math.Max(first.Peers.Count, double.Epsilon);
        var compared = double.IsFinite(times)
            ? string.Create(CultureInfo.InvariantCulture, $"{times:0.0} times the {FeatureWords.Amount(first.Feature)} of the one sibling to compare it with")
            : string.Create(CultureInfo.InvariantCulture, $"{first.Count:0.##} {FeatureWords.Amount(first.Feature)}, the one sibling to compare it with none");
        return $"For {Minutes(first.Seconds)} {replica} had {compared}. Which of the two is odd cannot be decided: the workload's past fits neither better, and there is no third beyond suspicion. {Chance(years)}";
    }

    private static string Also(IReadOnlyList<FeatureEvidence> evidence) => evidence.Count switch
    {
        1 => "",
        2 => $" It also {FeatureWords.Did(evidence[1].Feature)}.",
        _ => $" It also {FeatureWords.Did(evidence[1].Feature)}, and {evidence.Count - 2} more.",
    };

    private static string Chance(double years) => years switch
    {
        >= 1e6 => "A false alarm this strong is expected less than once in a million years.",
        >= 2 => string.Create(CultureInfo.InvariantCulture, $"A false alarm this strong is expected less than once in {years:N0} years."),
        _ => string.Create(CultureInfo.InvariantCulture, $"A false alarm this strong is expected less than once in {years * 12:N0} months."),
    };

    private static string Times(double count) => count switch
    {
        1 => "once",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count:N0} times"),
    };

    private static string Minutes(double seconds) => seconds < 90
        ? "a minute"
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:N0} minutes");

    private static string Hours(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:N0} pod-hours");
}
