namespace IncidentMesh.Contracts.Storage;

/// <summary>
/// The activation worked on a state that somebody else has changed. The call changed nothing; the caller may repeat it.
/// </summary>
[GenerateSerializer, Alias("im.stale-state")]
public sealed class StaleStateException : Exception
{
    public StaleStateException()
    {
    }

    public StaleStateException(string message)
        : base(message)
    {
    }

    public StaleStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
