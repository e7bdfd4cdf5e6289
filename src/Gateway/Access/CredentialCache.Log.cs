namespace IncidentMesh.Gateway.Access;

internal sealed partial class CredentialCache
{
    [LoggerMessage(4101, LogLevel.Warning, "Credentials cannot be brought up to date. The last copy counts for {StaleAfter}, then every request is refused.")]
    private partial void LogFailing(TimeSpan staleAfter, Exception failure);

    [LoggerMessage(4102, LogLevel.Information, "Credentials are up to date again.")]
    private partial void LogBack();
}
