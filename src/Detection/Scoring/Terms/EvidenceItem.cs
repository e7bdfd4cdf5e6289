using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Detection.Scoring.Terms;

/// <summary>One thing that speaks for acting, with the odds that it is worth by itself.</summary>
internal abstract record EvidenceItem
{
    /// <summary>Its terms: their product is what it is worth.</summary>
    public abstract IReadOnlyList<Term> Terms(EvidenceWeights weights);

    /// <summary>What the product of its terms is.</summary>
    public abstract double Odds(EvidenceWeights weights);

    public virtual double Least(EvidenceWeights weights) => Odds(weights);

    public virtual double Most(EvidenceWeights weights) => Odds(weights);

    public sealed record Rule(Severity Severity, string Name, string? Source, DateTimeOffset? Time) : EvidenceItem
    {
        public override double Odds(EvidenceWeights weights) => Severity switch
        {
            Severity.Fatal => weights.Fatal,
            Severity.Critical => weights.Critical,
            Severity.High => weights.High,
            Severity.Medium => weights.Medium,
            Severity.Low => weights.Low,
            _ => weights.Informational,
        };

        public override IReadOnlyList<Term> Terms(EvidenceWeights weights) =>
        [
            Term.Known("severity", Odds(weights), $"The highest severity seen is {Severity}{(Name.Length > 0 ? $": {Name}" : "")}.", Source, Time),
        ];
    }

    public sealed record Deviation(double EValue, string? Source, DateTimeOffset? Time) : EvidenceItem
    {
        /// <summary>Beyond it nothing is gained, and infinity is not counted with.</summary>
        private const double MostEValue = 1e300;

        public override double Odds(EvidenceWeights weights) =>
            Math.Clamp(Math.Log10(Math.Min(EValue, MostEValue)) * weights.DeviationPerPowerOfTen, 0, weights.DeviationMost);

        public override IReadOnlyList<Term> Terms(EvidenceWeights weights) =>
        [
            Term.Known("deviation", Odds(weights), $"It behaves unlike its siblings or its past: {Figures.EValue(EValue)} times more than chance explains.", Source, Time),
        ];
    }

    /// <summary>One vulnerability, in one or several packages or images: the worst of these counts, whatever is learned of each.</summary>
    public sealed record Hole(IReadOnlyList<Vulnerability> Places, DateTimeOffset? ScannedAt) : EvidenceItem
    {
        public override double Odds(EvidenceWeights weights) => Places.Max(one => VulnerabilityOdds.Usual(one, weights));

        public override double Least(EvidenceWeights weights) => Places.Max(one => VulnerabilityOdds.Least(one, weights));

        public override double Most(EvidenceWeights weights) => Places.Max(one => VulnerabilityOdds.Most(one, weights));

        public override IReadOnlyList<Term> Terms(EvidenceWeights weights)
        {
            var worst = Places.MaxBy(one => VulnerabilityOdds.Usual(one, weights))!;
            var (cvss, exploited, epss) = VulnerabilityOdds.Terms(worst, weights, ScannedAt);
            return
            [
                cvss with { Least = Least(weights) / (exploited.Least * epss.Least), Most = Most(weights) / (exploited.Most * epss.Most) },
                exploited,
                epss,
            ];
        }
    }
}
