namespace IncidentMesh.Gateway.Idempotency;

/// <summary>Marks routes that honour Idempotency-Key.</summary>
internal sealed class IdempotentRoute
{
    public static readonly IdempotentRoute Instance = new();
}

/// <summary>Set by a route whose answer holds a secret: the answer is not kept.</summary>
internal sealed record SecretAnswer(string CredentialId);
