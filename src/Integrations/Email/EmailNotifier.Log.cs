using IncidentMesh.Contracts.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Integrations.Email;

internal sealed partial class EmailNotifier
{
    private static partial class Log
    {
        [LoggerMessage(7301, LogLevel.Error, "The mail server refused the notice {Effect} of {Owner}: {Reason}")]
        public static partial void Refused(ILogger logger, LedgerKey owner, string effect, string reason);

        [LoggerMessage(7302, LogLevel.Debug, "The notice {Effect} of {Owner} is tried again after try {Attempt}: {Reason}")]
        public static partial void Again(ILogger logger, LedgerKey owner, string effect, int attempt, string reason);
    }
}
