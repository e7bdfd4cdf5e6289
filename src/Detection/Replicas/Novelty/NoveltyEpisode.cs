using IncidentMesh.Detection.Replicas.Volume;

namespace IncidentMesh.Detection.Replicas.Novelty;

/// <summary>Features foreign to a replica's siblings that it began to show within a short time; they are judged together.</summary>
internal sealed partial class NoveltyEpisode(long began, DateTimeOffset since, AgeBand band)
{
    /// <summary>Windows without anything foreign after which an episode has ended.</summary>
    public const int Gap = 45;

    /// <summary>Windows after which one that is not reported is closed: what comes later is another.</summary>
    private const int Longest = 240;

    /// <summary>Features that a benign cause brings with it, on average: a job has its programs, files and peers.</summary>
    private const double OfOneCause = 5;

    public const int MostFeatures = 64;

    private readonly Dictionary<int, ForeignFeature> _features = [];
    private readonly long _began = began;

    public DateTimeOffset Since => since;

    public AgeBand Band => band;

    /// <summary>Number of the window in which it began.</summary>
    public long Began => _began;

    public long Last { get; private set; } = began;

    public bool IsReported { get; set; }

    /// <summary>Whether people found it to be an attack: it teaches nothing.</summary>
    public bool IsAttack { get; set; }

    /// <summary>The revision that may explain all of it; null where none does.</summary>
    public string? Revision { get; private set; }

    /// <summary>How long the replica was watched since it began.</summary>
    public double Seconds { get; set; }

    public IReadOnlyDictionary<int, ForeignFeature> Features => _features;

    public bool HasEnded(long now) => now - Last > Gap || (!IsReported && now - _began > Longest);

    /// <param name="number">Of the feature.</param>
    /// <param name="column">What is known of it.</param>
    /// <param name="surprise">How rare it is.</param>
    /// <param name="count">How often it was done.</param>
    /// <param name="seen">In which window.</param>
    /// <param name="revision">Which may explain it; null where none does.</param>
    public void Add(int number, NoveltyColumn column, double surprise, double count, long seen, string? revision)
    {
        Revision = _features.Count == 0 || Revision == revision ? revision : null;
        Last = Math.Max(Last, seen);
        if (_features.TryGetValue(number, out var feature))
            feature.Raise(surprise);
        else if (HasRoom(number))
            _features[number] = feature = new ForeignFeature(column, surprise, seen);
        feature?.Add(count, seen);
    }

    /// <summary>Whether it takes in the feature.</summary>
    public bool HasRoom(int number) => _features.Count < MostFeatures || _features.ContainsKey(number);

    /// <summary>Takes out what is not the replica's alone. When it last went on, and which revision may explain it, stay as they were.</summary>
    public void Remove(int number) => _features.Remove(number);

    /// <summary>Counts what the replica does of the episode's features.</summary>
    public void Count(VolumeRow row, long now)
    {
        Seconds += row.Seconds;
        foreach (var (column, feature) in _features)
        {
            if (row.Amount(column) is > 0 and var amount)
            {
                feature.Add(amount, now);
                Last = now;
            }
        }
    }

    /// <param name="replicas">Replicas that the foreign features could have fallen on.</param>
    /// <returns>How rare it is altogether: minus the natural logarithm of its chance per window.</returns>
    public double Surprise(int replicas)
    {
        var rarest = 0.0;
        foreach (var feature in _features.Values)
            rarest = Math.Max(rarest, feature.Surprise(replicas));
        return rarest + ((_features.Count - 1) / OfOneCause);
    }
}
