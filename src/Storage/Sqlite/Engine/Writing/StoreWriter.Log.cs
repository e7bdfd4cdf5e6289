using Microsoft.Extensions.Logging;

namespace IncidentMesh.Storage.Sqlite.Engine.Writing;

internal sealed partial class StoreWriter<TSession>
{
    [LoggerMessage(5001, LogLevel.Error, "The {Store} cannot be written; writes are refused until it can.")]
    private partial void LogFailed(string store, Exception failure);

    [LoggerMessage(5002, LogLevel.Information, "The {Store} can be written again.")]
    private partial void LogRecovered(string store);

    [LoggerMessage(5003, LogLevel.Error, "A listener to changes of the {Store} failed.")]
    private partial void LogListenerFailed(string store, Exception failure);
}
