using System.Text;
using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Replicas.Elsewhere;

/// <summary>
/// What pods of one image did in all workloads that told of it. Names and numbers are others', so that there is a limit
/// to everything; where it is reached, those that told longest ago are forgotten. For one thread at a time.
/// </summary>
public sealed partial class ImageAccount
{
    public const int MostWorkloads = 200;

    /// <summary>Features that are kept of one workload, the most frequent.</summary>
    public const int MostFeatures = 512;

    /// <summary>Features that can be asked at once: ten of each of 20 findings.</summary>
    public const int MostAsked = 200;

    /// <summary>Bytes of all of it when it is saved.</summary>
    public const int MostBytes = 768 * 1024;

    /// <summary>Bytes of the features of one workload: none shall drive out all others.</summary>
    private const int MostBytesOfOne = 64 * 1024;

    /// <summary>Characters of a name.</summary>
    private const int LongestName = 1_024;

    /// <summary>Bytes of a feature's number and its count, at most.</summary>
    private const int CountBytes = 10;

    /// <summary>Bytes of a workload beside its name and features, at most.</summary>
    private const int WorkloadBytes = 64;

    private const long MostOften = 1L << 40;

    /// <summary>What was not told again for so long counts no more.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private readonly Dictionary<string, Told> _told = new(StringComparer.Ordinal);

    /// <summary>By how many workloads each feature is told: names that many have in common are saved once.</summary>
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    /// <summary>Workloads that are kept.</summary>
    public int Workloads => _told.Count;

    /// <summary>Bytes that it takes when it is saved, at most.</summary>
    public int Bytes { get; private set; }

    /// <param name="totals">Takes the place of what the same workload told before.</param>
    /// <param name="now">The present.</param>
    /// <returns>Whether anything changed: not where as much or more was told before.</returns>
    public bool Take(ImageTotals totals, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(totals);
        if (totals.Workload.Length > LongestName || (_told.TryGetValue(totals.Workload, out var before) && before.Through >= totals.Through))
            return false;
        Remove(totals.Workload);
        Add(totals.Workload, Bounded(totals, now));
        foreach (var over in _told.Where(pair => now - pair.Value.At > Memory).Select(static pair => pair.Key).ToList())
            Remove(over);
        while (_told.Count > MostWorkloads || Bytes > MostBytes)
            Remove(_told.MinBy(static pair => pair.Value.At).Key);
        return true;
    }

    /// <param name="workload">Who asks: it is no witness of its own.</param>
    /// <param name="features">What is asked; only the first <see cref="MostAsked"/> are answered.</param>
    /// <param name="now">The present.</param>
    /// <returns>An answer for each, in their order.</returns>
    public IReadOnlyList<ElsewhereCount> Ask(string workload, IReadOnlyList<string> features, DateTimeOffset now)
    {
        var others = _told.Where(pair => pair.Key != workload && now - pair.Value.At <= Memory).Select(static pair => pair.Value).ToList();
        return [.. features.Take(MostAsked).Select(feature => Count(others, feature))];
    }

    private static ElsewhereCount Count(List<Told> others, string feature)
    {
        var rest = FeatureTable.RestOf(FeatureFamilies.Of(feature));
        var sum = new ElsewhereCount(feature, 0, 0, 0, 0, 0);
        foreach (var told in others)
        {
            var isKnown = told.Features.TryGetValue(feature, out var count);
            // Of what only pods under suspicion did, and of what may be among the features that it does not name, it can tell nothing.
            if (isKnown ? count == 0 : told.IsPartial || told.Features.ContainsKey(rest))
                continue;
            sum = sum with { Workloads = sum.Workloads + 1, Pods = sum.Pods + told.Pods, Seconds = sum.Seconds + told.Seconds };
            if (count > 0)
                sum = sum with { DidWorkloads = sum.DidWorkloads + 1, Count = sum.Count + count };
        }

        return sum;
    }

    private static Told Bounded(ImageTotals totals, DateTimeOffset now)
    {
        var told = new Told(
            now, totals.Through, Math.Max(totals.Pods, 0), double.IsFinite(totals.Seconds) ? Math.Max(totals.Seconds, 0) : 0, totals.IsPartial, new(StringComparer.Ordinal));
        var bytes = 0;
        foreach (var (feature, count) in totals.Features)
        {
            bytes += CountBytes + (feature.Length <= LongestName ? Encoding.UTF8.GetByteCount(feature) : MostBytesOfOne);
            if (told.Features.Count == MostFeatures || bytes > MostBytesOfOne)
                return told with { IsPartial = true };
            told.Features[feature] = Math.Clamp(count, 0, MostOften);
        }

        return told;
    }

    private void Add(string workload, Told told)
    {
        _told[workload] = told;
        Bytes += BytesOf(workload, told);
        foreach (var feature in told.Features.Keys)
        {
            var uses = _names[feature] = _names.GetValueOrDefault(feature) + 1;
            Bytes += uses == 1 ? Encoding.UTF8.GetByteCount(feature) : 0;
        }
    }

    private void Remove(string workload)
    {
        if (!_told.Remove(workload, out var told))
            return;
        Bytes -= BytesOf(workload, told);
        foreach (var feature in told.Features.Keys)
        {
            if (--_names[feature] > 0)
                continue;
            _names.Remove(feature);
            Bytes -= Encoding.UTF8.GetByteCount(feature);
        }
    }

    private static int BytesOf(string workload, Told told) =>
        WorkloadBytes + Encoding.UTF8.GetByteCount(workload) + (CountBytes * told.Features.Count);

    /// <summary>What one workload told.</summary>
    private sealed record Told(DateTimeOffset At, DateTimeOffset Through, int Pods, double Seconds, bool IsPartial, Dictionary<string, long> Features);
}
