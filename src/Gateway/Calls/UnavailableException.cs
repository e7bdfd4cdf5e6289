namespace IncidentMesh.Gateway.Calls;

/// <summary>Something behind the gateway did not answer. The message is fit for the asker.</summary>
internal sealed class UnavailableException : Exception
{
    public UnavailableException()
        : this("Not available at the moment.")
    {
    }

    public UnavailableException(string message)
        : base(message)
    {
    }

    public UnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The command may have been carried out.</summary>
    public bool OutcomeUnknown { get; init; }
}
