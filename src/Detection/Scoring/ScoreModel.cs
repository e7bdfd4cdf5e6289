using IncidentMesh.Detection.Scoring.Terms;

namespace IncidentMesh.Detection.Scoring;

/// <summary>
/// The score: evidence × what it can lead to × what it matters, as odds, shown as 0 to 100. See docs/scoring.md for the
/// model, its reasons and its laws.
/// </summary>
public static class ScoreModel
{
    /// <summary>Name and version of the model, without its weights.</summary>
    public const string Name = "incidentmesh-score/3";

    /// <summary>Weights that a check has found right: see <see cref="ScoreWeightsCheck"/>.</summary>
    public static AssessedScore Assess(RiskCase risk, ScoreWeights weights)
    {
        ArgumentNullException.ThrowIfNull(risk);
        ArgumentNullException.ThrowIfNull(weights);
        var terms = TermsOf(risk, weights);
        if (terms.Count == 0)
            return new AssessedScore(0, 0, 0, [new("evidence", 0, "There is no evidence: nothing was detected and no vulnerability counts.", null, null)], []);

        var odds = Product(terms, static term => term.Odds);
        var value = Score(odds);
        return new AssessedScore(
            value,
            Score(Product(terms, static term => term.Least)),
            Score(Product(terms, static term => term.Most)),
            [.. Factors(terms, odds).OrderByDescending(static factor => factor.Share).ThenBy(static factor => factor.Name, StringComparer.Ordinal)],
            [
                .. LoweringChanges.Of(risk)
                    .Select(change => (change, Score: Score(Product(TermsOf(change.Then, weights), static term => term.Odds))))
                    .Where(pair => pair.Score < value)
                    .Select(pair => new LoweringChange(pair.change.Factor, pair.change.What, pair.Score, value - pair.Score))
                    .OrderByDescending(static change => change.Effect).ThenBy(static change => change.Change, StringComparer.Ordinal),
            ]);
    }

    private static IReadOnlyList<Term> TermsOf(RiskCase risk, ScoreWeights weights) =>
        EvidenceTerms.Of(risk, weights.Evidence) is { Count: > 0 } evidence ? [.. evidence, .. ContextTerms.Of(risk, weights)] : [];

    /// <summary>
    /// Splits the score: the first term has what it would be alone, and each other one its part of the way from there,
    /// in proportion to the logarithm of its odds. So no share depends on the order of terms (Aumann and Shapley's
    /// values along the straight line between).
    /// </summary>
    private static IEnumerable<AssessedFactor> Factors(IReadOnlyList<Term> terms, double odds)
    {
        var first = terms[0].Odds;
        var way = Math.Log(odds / first);
        var slope = Math.Abs(way) > 1e-9 ? (Score(odds) - Score(first)) / way : Score(first) / (1 + first);
        for (var i = 0; i < terms.Count; i++)
        {
            var term = terms[i];
            var share = i == 0 ? Score(first) : Math.Log(term.Odds) * slope;
            var reason = term.IsKnown ? term.Reason : $"{term.Reason} {Span(term, odds)}";
            yield return new AssessedFactor(term.Name, share, reason, term.Source, term.AsOf);
        }
    }

    private static string Span(Term term, double odds) =>
        $"By itself it makes the score {Figures.Plain(Math.Round(Score(odds / term.Odds * term.Least)))} at best and {Figures.Plain(Math.Round(Score(odds / term.Odds * term.Most)))} at worst.";

    private static double Product(IReadOnlyList<Term> terms, Func<Term, double> odds) =>
        terms.Count == 0 ? 0 : terms.Aggregate(1.0, (product, term) => product * odds(term));

    private static double Score(double odds) => 100 * odds / (1 + odds);
}
