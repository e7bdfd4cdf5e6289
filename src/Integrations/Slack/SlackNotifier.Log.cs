using IncidentMesh.Contracts.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Integrations.Slack;

internal sealed partial class SlackNotifier
{
    private static partial class Log
    {
        [LoggerMessage(7001, LogLevel.Error, "Slack refused the notice {Effect} of {Owner}: {Reason}")]
        public static partial void Refused(ILogger logger, LedgerKey owner, string effect, string reason);

        [LoggerMessage(7002, LogLevel.Error, "The notice {Effect} of {Owner} may or may not be in Slack: {Reason}")]
        public static partial void Undecidable(ILogger logger, LedgerKey owner, string effect, string reason);

        [LoggerMessage(7003, LogLevel.Debug, "The notice {Effect} of {Owner} is tried again after try {Attempt}: {Reason}")]
        public static partial void Again(ILogger logger, LedgerKey owner, string effect, int attempt, string reason);
    }
}
