namespace IncidentMesh.Contracts.Storage;

/// <summary>The store cannot take or give data now. The message is fit for an operator.</summary>
[GenerateSerializer, Alias("im.store-unavailable")]
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException()
    {
    }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
