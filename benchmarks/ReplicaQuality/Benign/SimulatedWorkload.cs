using IncidentMesh.Benchmarks.ReplicaQuality.Observing;
using IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign;

/// <summary>A workload that is simulated minute by minute. One seed gives one history.</summary>
internal sealed class SimulatedWorkload
{
    // A Monday.
    private static readonly DateTimeOffset Epoch = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private readonly List<Behaviour> _behaviours;
    private readonly LoadCurve _load;
    private readonly WindowDrawing _drawing;
    private readonly WorkloadWindow _window;
    private readonly string _shortName;

    public SimulatedWorkload(string name, BenignKind kind, int size, Draws draws)
    {
        (Kind, Size, Draws) = (kind, size, draws);
        _shortName = kind.HasOrdinals ? "db" : "web";
        _window = new WorkloadWindow { Workload = $"c1/{name}/{(kind.HasOrdinals ? "StatefulSet" : "Deployment")}/{_shortName}" };
        Features = new FeatureTable();
        Current = NewRevision(ProfileMaking.Draw(Features, draws));
        _load = new LoadCurve(kind.Load, draws);
        _drawing = new WindowDrawing(this);
        for (var i = 0; i < size; i++)
            Start(Current, -draws.Uniform(120, 20_000));
        _behaviours = [.. kind.Behaviours(this), new Behaviours.ColdStart()];
    }

    public BenignKind Kind { get; }

    /// <summary>Replicas that are wanted at full load.</summary>
    public int Size { get; }

    public Draws Draws { get; }

    public FeatureTable Features { get; }

    public List<SimulatedReplica> Replicas { get; } = [];

    /// <summary>The revision that new pods get.</summary>
    public Revision Current { get; set; }

    /// <summary>The window that is being drawn, from 0.</summary>
    public int Window { get; private set; }

    public DateTimeOffset Time => Epoch.AddMinutes(Window);

    /// <summary>On each replica in this window; 1 is usual.</summary>
    public double Load { get; set; }

    public void Add(Behaviour behaviour) => _behaviours.Add(behaviour);

    public Revision NewRevision(ServiceProfile profile) => new(Letters(10), $"sha256:{Draws.Whole(0, int.MaxValue):x8}{Draws.Whole(0, int.MaxValue):x8}", profile);

    /// <param name="revision">Of the pod.</param>
    /// <param name="startedAt">In windows.</param>
    /// <param name="before">The pod whose place it takes, in a StatefulSet with its name.</param>
    public SimulatedReplica Start(Revision revision, double startedAt, SimulatedReplica? before = null)
    {
        int? ordinal = Kind.HasOrdinals ? before?.Ordinal ?? Replicas.Count : null;
        var node = Draws.Whole(0, Math.Max(2, Size / 3));
        var replica = new SimulatedReplica
        {
            Name = ordinal is { } number ? $"{_shortName}-{number}" : NewName(revision),
            Ordinal = ordinal,
            Revision = revision,
            Node = $"node-{node}",
            Zone = $"zone-{"abc"[node % 3]}",
            StartedAt = startedAt,
            Weight = Kind.Weight(Draws),
            Mix = Kind.MixSigma > 0 ? [.. Enumerable.Range(0, Features.Count).Select(_ => Draws.LogNormal(1, Kind.MixSigma))] : [],
            MemoryPeriod = Draws.Whole(20, 120),
        };
        Replicas.Add(replica);
        return replica;
    }

    /// <summary>Replaces a pod by one of the given revision, which starts within this window.</summary>
    public SimulatedReplica Replace(SimulatedReplica replica, Revision revision)
    {
        Replicas.Remove(replica);
        return Start(revision, Window + Draws.Uniform(), replica);
    }

    /// <returns>The same object each time: valid until the next call.</returns>
    public WorkloadWindow Next()
    {
        Load = _load.Next(Time);
        foreach (var replica in Replicas)
            replica.Share = 1;
        foreach (var behaviour in _behaviours)
            behaviour.Arrange(this);
        foreach (var replica in Replicas)
            _drawing.Begin(replica);
        foreach (var behaviour in _behaviours)
            behaviour.Act(this);
        foreach (var replica in Replicas)
            _drawing.Draw(replica);
        _window.Index = Window;
        _window.Start = Time;
        _window.Replicas = [.. Replicas.Select(replica => replica.Window)];
        Window++;
        return _window;
    }

    /// <summary>No two pods of a namespace have one name, and among a thousand it would happen.</summary>
    private string NewName(Revision revision)
    {
        while (true)
        {
            var name = $"{_shortName}-{revision.Hash}-{Letters(5)}";
            if (!Replicas.Exists(replica => replica.Name == name))
                return name;
        }
    }

    private string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => "bcdfghjklmnpqrstvwxz2456789"[Draws.Whole(0, 27)]));
}
