namespace IncidentMesh.Gateway.Problems;

internal sealed partial class FailureHandler
{
    [LoggerMessage(4001, LogLevel.Error, "{Method} {Route} failed.")]
    private partial void LogFailed(string method, string route, Exception exception);

    [LoggerMessage(4002, LogLevel.Warning, "{Route} is not available; outcome unknown: {OutcomeUnknown}.")]
    private partial void LogUnavailable(string route, bool outcomeUnknown, Exception exception);
}
