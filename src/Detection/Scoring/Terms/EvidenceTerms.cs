using System.Globalization;
using IncidentMesh.Detection.Folding.Chains;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Detection.Scoring.Terms;

/// <summary>The part of the score that is evidence: the strongest of it, what else points the same way, and how far it has come.</summary>
internal static class EvidenceTerms
{
    /// <summary>What further evidence is worth beside the strongest is the 4-norm of all: many weak ones never make a strong one.</summary>
    private const double Norm = 4;

    private const int MostTactics = 3;

    /// <returns>The strongest evidence first; empty where there is none.</returns>
    public static IReadOnlyList<Term> Of(RiskCase risk, EvidenceWeights weights)
    {
        var items = Items(risk);
        if (items.Count == 0)
            return [];

        var strongest = items.MaxBy(item => item.Odds(weights))!;
        var terms = new List<Term>(strongest.Terms(weights));
        var standing = Holes(risk.Standing, risk.ScannedAt).ToList();
        if (items.Count + standing.Count > 1)
            terms.Add(Further(items, standing, strongest, weights));
        Sources(terms, risk, weights);
        if (risk.Places == 0)
            Progress(terms, risk, weights);
        else
            terms.Add(Term.Known("widespread", weights.Widespread, $"It happens in {risk.Places} places: rather noise than an attack.", null, risk.SeenAt));
        if (risk.AllReplicas)
            terms.Add(Term.Known("shared", weights.Shared, "Its siblings do the same: rather how the workload works than what one replica met.", "rules", risk.SeenAt));
        return terms;
    }

    /// <summary>What counts as evidence, each rule and each vulnerability once.</summary>
    private static List<EvidenceItem> Items(RiskCase risk)
    {
        var items = new List<EvidenceItem>();
        foreach (var hits in risk.Detections.Where(static one => one.Severity is not null).GroupBy(static one => one.Rule, StringComparer.Ordinal))
        {
            var worst = hits.MaxBy(static one => one.Severity)!;
            items.Add(new EvidenceItem.Rule(worst.Severity!.Value, worst.Title ?? worst.Rule, worst.Source, worst.Time));
        }

        if (risk.Detections.Where(static one => one.EValue > 1).MaxBy(static one => one.EValue) is { } deviation)
            items.Add(new EvidenceItem.Deviation(deviation.EValue!.Value, deviation.Source, deviation.Time));
        items.AddRange(Holes(risk.Vulnerabilities, risk.ScannedAt));
        return items;
    }

    private static IEnumerable<EvidenceItem.Hole> Holes(IEnumerable<Vulnerability> found, DateTimeOffset? scannedAt) => found.Where(static one => !one.IsSettled)
        .GroupBy(static one => one.Id, StringComparer.Ordinal)
        .Select(same => new EvidenceItem.Hole([.. same], scannedAt));

    private static Term Further(List<EvidenceItem> items, List<EvidenceItem.Hole> standing, EvidenceItem strongest, EvidenceWeights weights)
    {
        var counts = new[]
            {
                (Number: items.Count(static item => item is EvidenceItem.Rule), One: "rule"),
                (Number: items.Count(static item => item is EvidenceItem.Deviation), One: "deviation"),
                (Number: items.Count(static item => item is EvidenceItem.Hole), One: "vulnerability"),
            }
            .Where(static count => count.Number > 0)
            .Select(static count => string.Create(
                CultureInfo.InvariantCulture, $"{count.Number} {(count.Number == 1 ? count.One : count.One == "vulnerability" ? "vulnerabilities" : count.One + "s")}"));
        if (standing.MaxBy(item => item.Odds(weights)) is { } worst)
            counts = counts.Append($"what it runs has known vulnerabilities such as {worst.Places[0].Id}");
        return new Term(
            "further-evidence",
            Total(item => item.Odds(weights)) / strongest.Odds(weights),
            Total(item => item.Least(weights)) / strongest.Least(weights),
            Total(item => item.Most(weights)) / strongest.Most(weights),
            $"There is more than one thing: {string.Join(", ", counts)}.",
            "all evidence together");

        double Total(Func<EvidenceItem, double> odds)
        {
            var most = items.Max(odds);
            // What only supports counts for no more than what it supports.
            return Math.Min(weights.FurtherMost, Math.Pow(items.Sum(item => Share(odds(item), most)) + standing.Sum(item => Share(Math.Min(odds(item), most), most)), 1 / Norm)) * most;
        }
    }

    private static double Share(double odds, double most) => Math.Pow(odds / most, Norm);

    private static void Sources(List<Term> terms, RiskCase risk, EvidenceWeights weights)
    {
        if (risk.Sources.Count > 1)
        {
            terms.Add(Term.Known(
                "sources", risk.Sources.Count == 2 ? weights.TwoSources : weights.ThreeSources,
                $"{risk.Sources.Count} independent sources saw it: {string.Join(", ", risk.Sources)}.", string.Join(", ", risk.Sources), risk.SeenAt));
        }
    }

    private static void Progress(List<Term> terms, RiskCase risk, EvidenceWeights weights)
    {
        var tactics = risk.Detections.Select(static one => Tactics.RankOf(one.Techniques)).OfType<int>().Distinct().ToList();
        if (tactics.Count > 1)
        {
            var further = Math.Min(tactics.Count - 1, MostTactics);
            terms.Add(Term.Known("tactics", Math.Pow(weights.EachTactic, further), $"{tactics.Count} ATT&CK tactics: it moves along.", "rules", risk.SeenAt));
        }

        if (tactics.Count > 0)
        {
            var furthest = tactics.MaxBy(rank => Stage(rank, weights));
            if (Stage(furthest, weights) > 1)
                terms.Add(Term.Known("stage", Stage(furthest, weights), $"It has come as far as {Tactics.Name(furthest)}.", "rules", risk.SeenAt));
        }

        if (risk.Chain.Count > 1)
            terms.Add(Term.Known("chain", Chain(risk.Chain.Count, weights), $"{risk.Chain.Count} steps of an attack in order: {string.Join(", ", risk.Chain)}.", "rules", risk.SeenAt));
    }

    private static double Stage(int rank, EvidenceWeights weights) => Tactics.Id(rank) switch
    {
        "TA0003" or "TA0004" or "TA0005" or "TA0007" => weights.StageFoothold,
        "TA0006" or "TA0008" or "TA0009" => weights.StageInside,
        "TA0010" or "TA0011" or "TA0040" => weights.StageEnd,
        _ => 1,
    };

    private static double Chain(int steps, EvidenceWeights weights) => steps switch
    {
        2 => weights.TwoSteps,
        3 => weights.ThreeSteps,
        4 => weights.FourSteps,
        _ => weights.FiveSteps,
    };
}
