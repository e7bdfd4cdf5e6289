using IncidentMesh.Contracts.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Grains.Effects;

internal sealed partial class EffectDispatcher
{
    [LoggerMessage(1101, LogLevel.Error, "The outbox cannot be read; effects wait.")]
    private partial void LogStoreUnavailable(Exception exception);

    [LoggerMessage(1102, LogLevel.Error, "The outcome of {Effect} of {Owner} could not be recorded; it will be tried again.")]
    private partial void LogOutcomeLost(LedgerKey owner, string effect, Exception exception);

    [LoggerMessage(1103, LogLevel.Error, "{Kind} failed on {Effect} of {Owner}; its outcome is unknown.")]
    private partial void LogHandlerFailed(string kind, LedgerKey owner, string effect, Exception exception);

    [LoggerMessage(1104, LogLevel.Warning, "{Kind} refused {Effect} of {Owner}: {Reason}")]
    private partial void LogRefused(string kind, LedgerKey owner, string effect, string reason);

    [LoggerMessage(1105, LogLevel.Debug, "{Kind} will try {Effect} of {Owner} again after try {Attempt}: {Reason}")]
    private partial void LogAgain(string kind, LedgerKey owner, string effect, int attempt, string reason);

    [LoggerMessage(1107, LogLevel.Error, "Effects could not be claimed, for a reason that is not the store's; they are claimed again soon.")]
    private partial void LogRoundFailed(Exception exception);

    [LoggerMessage(1106, LogLevel.Error, "{Kind} set {Effect} of {Owner} aside as a dead letter: {Reason}")]
    private partial void LogParked(string kind, LedgerKey owner, string effect, string reason);
}
