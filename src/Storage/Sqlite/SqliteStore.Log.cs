using Microsoft.Extensions.Logging;

namespace IncidentMesh.Storage.Sqlite;

public sealed partial class SqliteStore
{
    [LoggerMessage(5010, LogLevel.Information, "The data folder is {Path}.")]
    private partial void LogOpened(string path);

    [LoggerMessage(5011, LogLevel.Warning,
        "The data folder {Path} can be entered by others than its owner. Its files are private, but set it to 0700.")]
    private partial void LogOpenToOthers(string path);
}
