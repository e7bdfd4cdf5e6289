using System.Globalization;
using IncidentMesh.Benchmarks.Pipeline.Figures;

namespace IncidentMesh.Benchmarks.Rules.Measuring;

/// <summary>What was found of one subject.</summary>
internal sealed class Measurement(string name)
{
    public string Name { get; } = name;

    /// <summary>Processor time of each round.</summary>
    public List<double> Seconds { get; } = [];

    public int Matched { get; set; }

    public long AllocatedWithoutMatch { get; set; }

    /// <summary>Events in a second of processor time, by round.</summary>
    public Spread Rate(int events) => new([.. Seconds.Select(seconds => events / seconds)]);

    /// <summary>How much faster than another subject, within each round.</summary>
    public Spread RatioTo(Measurement other) => new([.. Seconds.Zip(other.Seconds, (own, others) => others / own)]);

    public string[] Row(int events, Measurement scan) =>
    [
        Name, Rate(events).ToString("N0"), RatioTo(scan).ToString("0.00"), Matched.ToString("N0", CultureInfo.InvariantCulture),
        AllocatedWithoutMatch.ToString("N0", CultureInfo.InvariantCulture),
    ];
}
