using IncidentMesh.Contracts.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Integrations.PagerDuty;

internal sealed partial class PagerDutyNotifier
{
    private static partial class Log
    {
        [LoggerMessage(7101, LogLevel.Error, "PagerDuty refused the notice {Effect} of {Owner}: {Reason}")]
        public static partial void Refused(ILogger logger, LedgerKey owner, string effect, string reason);

        [LoggerMessage(7102, LogLevel.Debug, "The notice {Effect} of {Owner} is tried again after try {Attempt}: {Reason}")]
        public static partial void Again(ILogger logger, LedgerKey owner, string effect, int attempt, string reason);
    }
}
