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

    /// <summary>Counts again what was withdrawn.</summary>
    /// <param name="isUsual">Whether it is a sign of what else may appear.</param>
    public void Restore(bool isUsual)
    {
        Present += isUsual ? 1 : 0;
        Appearances++;
    }

    /// <summary>Takes back that a replica began to show it.</summary>
    public void Withdraw()
    {
        Present = Math.Max(Present - 1, 0);
        Appearances = Math.Max(Appearances - 1, 0);
    }

    /// <summary>Lets the past count half. What was seen stays seen.</summary>
    public void Halve()
    {
        Present = (Present + 1) / 2;
        Appearances = (Appearances + 1) / 2;
    }
}
