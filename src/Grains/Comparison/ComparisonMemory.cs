using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Elsewhere;
using IncidentMesh.Detection.Replicas.Windows;

namespace IncidentMesh.Grains.Comparison;

/// <summary>What a comparison keeps in memory beside its state; read again from the store after any failure.</summary>
internal sealed class ComparisonMemory(string workload, OpenWindows windows, ReplicaComparison comparison, string? note)
{
    public OpenWindows Windows => windows;

    public ReplicaComparison Comparison => comparison;

    /// <summary>Why something was not there that should be; null where all was.</summary>
    public string? Note => note;

    /// <summary>Who was there in the last window that was compared.</summary>
    public Roster? Roster { get; set; }

    public TellingHours Hours { get; } = new(workload);

    /// <summary>Whether what the pods did is to be told to others of their image, after what was found was told.</summary>
    public bool IsTimeToTell { get; set; }
}
