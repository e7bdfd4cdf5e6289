using System.Globalization;

namespace IncidentMesh.Benchmarks.Pipeline.Figures;

/// <summary>Several measurements of one thing.</summary>
internal sealed record Spread(IReadOnlyList<double> Values)
{
    public double Median => Percentile(0.5);

    public double Percentile(double share)
    {
        var sorted = Values.Order().ToList();
        var position = share * (sorted.Count - 1);
        var below = (int)position;
        return sorted[below] + ((sorted[Math.Min(below + 1, sorted.Count - 1)] - sorted[below]) * (position - below));
    }

    /// <summary>Least, median and greatest.</summary>
    public string ToString(string format) => string.Create(
        CultureInfo.InvariantCulture, $"{Values.Min().ToString(format, CultureInfo.InvariantCulture)} / {Median.ToString(format, CultureInfo.InvariantCulture)} / {Values.Max().ToString(format, CultureInfo.InvariantCulture)}");
}
