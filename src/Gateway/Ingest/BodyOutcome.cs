namespace IncidentMesh.Gateway.Ingest;

/// <summary>What came of reading a body.</summary>
internal abstract record BodyOutcome
{
    private BodyOutcome()
    {
    }

    /// <summary>Read whole. The caller gives the buffer back by disposing of it.</summary>
    public sealed record Read(PooledBody Body) : BodyOutcome;

    /// <summary>Larger than allowed; what was read is forgotten.</summary>
    public sealed record TooLarge(string Detail) : BodyOutcome;

    /// <summary>No memory for it now.</summary>
    public sealed record Busy : BodyOutcome;

    /// <summary>It did not arrive in time.</summary>
    public sealed record Late : BodyOutcome;

    /// <summary>Not what its headers say.</summary>
    public sealed record Malformed(string Detail) : BodyOutcome;
}
