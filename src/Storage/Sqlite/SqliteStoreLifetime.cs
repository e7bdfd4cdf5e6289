using Microsoft.Extensions.Hosting;

namespace IncidentMesh.Storage.Sqlite;

/// <summary>Opens the store before anything starts that might use it, and closes it when nothing uses it any more.</summary>
internal sealed class SqliteStoreLifetime(SqliteStore store) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => store.OpenAsync();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => store.CloseAsync();
}
