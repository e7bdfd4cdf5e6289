namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks;

/// <summary>A class of attacks. The README says what happens in each and why.</summary>
/// <param name="Name">As the command line takes it.</param>
/// <param name="Windows">For how many windows it goes on.</param>
/// <param name="Begin">Draws one attack of this class.</param>
internal sealed record AttackKind(string Name, int Windows, Func<AttackScene, IAttackSteps> Begin)
{
    /// <summary>Windows of benign history before it: at least, and at most.</summary>
    public (int Least, int Most) History { get; init; } = (60, 240);

    /// <summary>Share of the replicas that are attacked; 0 for a single one.</summary>
    public double Share { get; init; }

    /// <summary>So long that only a tenth of the trials is made.</summary>
    public bool IsLong { get; init; }

    /// <summary>Whether an alarm that names no replica finds it.</summary>
    public bool ConcernsWorkload => Share > 0;
}
