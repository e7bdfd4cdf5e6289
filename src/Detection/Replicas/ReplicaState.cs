using IncidentMesh.Detection.Replicas.Novelty;
using IncidentMesh.Detection.Replicas.Volume;

namespace IncidentMesh.Detection.Replicas;

/// <summary>All that is remembered of one replica.</summary>
internal sealed partial class ReplicaState(string name, int number)
{
    public string Name => name;

    /// <summary>What its siblings have in common with it.</summary>
    public SiblingKey Siblings { get; set; }

    public long LastWindow { get; set; }

    public VolumeRow Volume { get; } = new(number);

    public VolumeRise? Rise { get; set; }

    /// <summary>What its rises of the last day taught; null where there were none.</summary>
    public VolumeStory? Story { get; set; }

    public NoveltyRow Novelty { get; } = new();

    /// <summary>Whether in this window there is nothing yet to compare it with.</summary>
    public bool IsLearning { get; set; }

    /// <summary>Whether it is another pod of the same name than when it was last judged.</summary>
    public bool IsAnother { get; set; }

    /// <summary>Whether others suspect it in this window: nothing is learned from it.</summary>
    public bool IsHeld { get; set; }

    /// <summary>By column what its open episode did and was not counted for those who ask elsewhere; null where nothing.</summary>
    public Dictionary<int, double>? Uncounted { get; set; }

    public AgeBand Band => Siblings.Band;

    /// <summary>Whether a finding about it stands, or one may come: what it shows now is no habit of its workload.</summary>
    public bool IsSuspect => IsHeld || Rise is { IsHigh: true } || Novelty.Episode is not null;

    /// <summary>Whether a finding about it stands: no amounts are learned from it, and its siblings are not compared with it.</summary>
    public bool IsReported => IsHeld || Rise is { IsReported: true } || Novelty.Episode is { IsReported: true };
}
