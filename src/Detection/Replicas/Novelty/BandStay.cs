using System.Runtime.CompilerServices;

namespace IncidentMesh.Detection.Replicas.Novelty;

/// <summary>How much a feature was seen among replicas of one age band.</summary>
internal partial struct BandStay
{
    private long _last;

    /// <summary>Window in which it was last seen; 0 if never.</summary>
    public readonly long Last => _last;

    /// <summary>Windows of the workload in which some replica showed it.</summary>
    public long Present { get; private set; }

    /// <summary>Times that some replica began to show it.</summary>
    public int Appearances { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void See(long window)
    {
        if (_last == window)
            return;
        _last = window;
        Present++;
    }

    /// <summary>Forgets all but when it was last seen.</summary>
    public void Forget() => (Present, Appearances) = (0, 0);

    /// <summary>Counts it as seen once.</summary>
    public void Recall() => (Present, Appearances) = (1, 1);

    /// <summary>Lets the past count half. What was seen stays seen.</summary>
    public void Halve()
    {
        Present = (Present + 1) / 2;
        Appearances = (Appearances + 1) / 2;
    }
}
