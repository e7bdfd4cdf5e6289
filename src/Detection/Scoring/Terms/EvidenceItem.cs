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

    public sealed record Hole(Vulnerability Vulnerability, DateTimeOffset? ScannedAt) : EvidenceItem
    {
        public override double Odds(EvidenceWeights weights) => ByCvss(weights, Cvss.Usual) * Exploited(weights, 1) * Epss(weights, 1);

        public override double Least(EvidenceWeights weights) => ByCvss(weights, Cvss.Least) * Exploited(weights, 1) * Epss(weights, weights.EpssNone);

        public override double Most(EvidenceWeights weights) => ByCvss(weights, Cvss.Most) * Exploited(weights, weights.KnownExploited) * Epss(weights, weights.EpssOne);

        public override IReadOnlyList<Term> Terms(EvidenceWeights weights)
        {
            var id = Vulnerability.Id;
            var source = Vulnerability.Sources.Count > 0 ? string.Join(", ", Vulnerability.Sources) : "vulnerability report";
            return
            [
                new Term("vulnerability", ByCvss(weights, Cvss.Usual), ByCvss(weights, Cvss.Least), ByCvss(weights, Cvss.Most), Told(), source, ScannedAt),
                Vulnerability.KnownExploited switch
                {
                    true => Term.Known("known-exploited", weights.KnownExploited, $"{id} is exploited in the wild.", source, ScannedAt),
                    false => Term.Known("known-exploited", 1, $"{id} is on no list of those that are exploited.", source, ScannedAt),
                    null => new Term("known-exploited", 1, 1, weights.KnownExploited, $"Whether {id} is exploited in the wild is not known."),
                },
                Vulnerability.Epss is { } epss
                    ? Term.Known("epss", Epss(weights, 1), $"EPSS gives {id} a probability of {Figures.Percent(epss)} to be exploited within 30 days.", source, ScannedAt)
                    : new Term("epss", 1, weights.EpssNone, weights.EpssOne, $"How probable it is that {id} will be exploited is not known."),
            ];
        }

        /// <summary>CVSS scores that it may have: those of its word where there is no score.</summary>
        private (double Least, double Usual, double Most) Cvss => (Vulnerability.CvssScore, Vulnerability.Severity) switch
        {
            ({ } score, _) => (score, score, score),
            (_, Severity.Critical or Severity.Fatal) => (9, 9.5, 10),
            (_, Severity.High) => (7, 8, 8.9),
            (_, Severity.Medium) => (4, 5.5, 6.9),
            (_, Severity.Low) => (0.1, 2, 3.9),
            (_, Severity.Informational) => (0, 0, 0),
            _ => (0, 5, 10),
        };

        private string Told()
        {
            var name = Vulnerability.Package is { Length: > 0 } package ? $"{Vulnerability.Id} in {package}" : Vulnerability.Id;
            return (Vulnerability.CvssScore, Vulnerability.Severity) switch
            {
                ({ } score, _) => $"{name} has a CVSS score of {Figures.Plain(score)}.",
                (_, Severity.Unknown) => $"How severe {name} is, is not known.",
                var (_, word) => $"{name} is called {word}, without a CVSS score.",
            };
        }

        private static double ByCvss(EvidenceWeights weights, double score) => Between(weights.CvssNone, weights.CvssTen, score / 10);

        private double Exploited(EvidenceWeights weights, double unknown) => Vulnerability.KnownExploited switch
        {
            true => weights.KnownExploited,
            false => 1,
            null => unknown,
        };

        private double Epss(EvidenceWeights weights, double unknown) =>
            Vulnerability.Epss is { } epss ? Between(weights.EpssNone, weights.EpssOne, epss) : unknown;

        private static double Between(double least, double most, double part) => least * Math.Pow(most / least, Math.Clamp(part, 0, 1));
    }
}
