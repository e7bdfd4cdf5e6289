using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Kubernetes.Watching;

/// <summary>Reads all resources of one API server that the inventory is made of, and hands on what has changed.</summary>
internal sealed class ApiInventoryWatch(ReflectorContext context)
{
    /// <summary>Runs until it is cancelled or <paramref name="apply"/> fails.</summary>
    public async Task RunAsync(Func<InventoryChange, CancellationToken, ValueTask> apply, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = context.Inventory.Tables.ToList()
            .Select(table => new Reflector(table, context).RunAsync(stopping.Token))
            .Append(new OwnerReflectors(context).RunAsync(stopping.Token))
            .Append(new ServerVersion(context).RunAsync(stopping.Token))
            .Append(TellAsync(apply, stopping.Token))
            .ToList();
        try
        {
            // Only a failure ends one of them before it is cancelled.
            await await Task.WhenAny(tasks);
        }
        finally
        {
            await stopping.CancelAsync();
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAsync(Func<InventoryChange, CancellationToken, ValueTask> apply, CancellationToken cancellationToken)
    {
        while (true)
        {
            await context.ChangedAsync(context.Ask(inventory => inventory.NextDue), cancellationToken);
            if (context.Options.Gather > TimeSpan.Zero)
                await Task.Delay(context.Options.Gather, context.Time, cancellationToken);
            foreach (var piece in context.Ask(inventory => inventory.Take(context.Time.GetUtcNow())))
                await apply(piece, cancellationToken);
        }
    }
}
