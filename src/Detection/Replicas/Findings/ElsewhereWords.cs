using System.Globalization;
using IncidentMesh.Contracts.Comparison;

namespace IncidentMesh.Detection.Replicas.Findings;

/// <summary>Adds to a finding what pods of the same image elsewhere do. It takes nothing away: they may be an intruder's as well.</summary>
public static class ElsewhereWords
{
    /// <summary>Who was watched for less than ten pod-hours proves nothing by not having done something.</summary>
    private const double LeastSeconds = 36_000;

    /// <param name="finding">What was found.</param>
    /// <param name="answers">What is known of the features that it asks about; in any order, and some may be missing.</param>
    /// <returns>
    /// The finding, <see cref="FindingKind.Indeterminate"/> where all of its evidence is known to be done by most of the
    /// others and it names a replica; with its own evidence, value and score in any case.
    /// </returns>
    public static ReplicaFinding With(this ReplicaFinding finding, IReadOnlyList<ElsewhereCount> answers)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(answers);
        if (finding.Elsewhere is not { } question)
            return finding;
        var known = question.Features.Select(feature => answers.FirstOrDefault(answer => answer.Feature == feature)).OfType<ElsewhereCount>()
            .Where(static answer => answer.Seconds > 0 && (answer.Count > 0 || answer.Seconds >= LeastSeconds)).ToList();
        if (known.Count == 0 || known[0].Feature != question.Features[0])
            return finding;
        if (question.IsAmount)
            return finding with { Sentence = $"{finding.Sentence} {Rate(finding.Evidence[0], known[0])}" };
        if (known.Find(static answer => answer.Count == 0) is { } missing)
            return finding with { Sentence = $"{finding.Sentence} {(missing == known[0] ? Never(missing) : NotAll(known[0], missing))}" };
        if (finding.Evidence.FirstOrDefault(evidence => !known.Exists(answer => answer.Feature == evidence.Feature)) is { } unknown)
            return finding with { Sentence = $"{finding.Sentence} {Partly(known[0], unknown)}" };
        if (known.Find(static answer => 2 * answer.DidWorkloads <= answer.Workloads) is { } rare)
            return finding with { Sentence = $"{finding.Sentence} {Others(rare, rare == known[0] ? "did that" : FeatureWords.Did(rare.Feature))}: too few to say that the image does so by itself." };
        return finding with
        {
            Kind = finding.Kind == FindingKind.Replica ? FindingKind.Indeterminate : finding.Kind,
            Sentence = $"{finding.Sentence} {Others(known[0], "did that")}: the image may do so by itself, and whether this replica is odd cannot be decided.",
        };
    }

    private static string Never(ElsewhereCount answer) => $"Pods of the same image elsewhere ({Who(answer)}) did that 0 times.";

    private static string NotAll(ElsewhereCount first, ElsewhereCount missing) =>
        $"Pods of the same image elsewhere did that, too, {Times(first)}; but none of them ({Who(missing)}) {FeatureWords.Did(missing.Feature)}.";

    private static string Partly(ElsewhereCount first, FeatureEvidence unknown) =>
        $"Pods of the same image elsewhere did that, too, {Times(first)}; whether any of them {FeatureWords.Did(unknown.Feature)} is not known.";

    private static string Others(ElsewhereCount answer, string did) => string.Create(
        CultureInfo.InvariantCulture,
        $"{answer.DidWorkloads:N0} of {answer.Workloads:N0} other {(answer.Workloads == 1 ? "workload" : "workloads")} of the same image ({answer.Pods:N0} {(answer.Pods == 1 ? "pod" : "pods")}) {did}, too, {Times(answer)}");

    private static string Rate(FeatureEvidence own, ElsewhereCount answer) => string.Create(
        CultureInfo.InvariantCulture,
        $"Pods of the same image elsewhere ({Who(answer)}) have {answer.Count / answer.Seconds * 3600:0.##} {FeatureWords.Amount(own.Feature)} an hour each, this one {own.Count / own.Seconds * 3600:0.##}.");

    private static string Times(ElsewhereCount answer) => string.Create(
        CultureInfo.InvariantCulture, $"{(answer.Count == 1 ? "once" : $"{answer.Count:N0} times")} in {Hours(answer)}");

    private static string Who(ElsewhereCount answer) => string.Create(
        CultureInfo.InvariantCulture, $"{answer.Workloads:N0} {(answer.Workloads == 1 ? "workload" : "workloads")}, {Hours(answer)}");

    private static string Hours(ElsewhereCount answer) => string.Create(
        CultureInfo.InvariantCulture, $"{Math.Round(answer.Seconds / 3600, answer.Seconds < LeastSeconds ? 1 : 0):#,0.#} pod-hours");
}
