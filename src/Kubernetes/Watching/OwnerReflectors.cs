using IncidentMesh.Kubernetes.Inventory;

namespace IncidentMesh.Kubernetes.Watching;

/// <summary>
/// Reads the metadata of the custom resources that own workloads, kind by kind as they are named. Kinds that the server
/// does not have are looked for again: references outlive what they name, and come before it.
/// </summary>
internal sealed class OwnerReflectors(ReflectorContext context)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                foreach (var owner in context.Ask(inventory => inventory.UnreadOwners))
                {
                    if (await StartAsync(owner, cancellationToken) is { } reflector)
                        running.Add(reflector);
                }

                // Only a failure ends one of them before it is cancelled.
                foreach (var ended in running.Where(reflector => reflector.IsCompleted))
                    await ended;
                await context.OwnersNamedAsync(context.Options.MaxBackoff, cancellationToken);
            }
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Task?> StartAsync(OwnerKind owner, CancellationToken cancellationToken)
    {
        var found = await context.Discovery.FindResourceAsync(owner.Group, owner.Version, owner.Kind, cancellationToken);
        if (!found.Succeeded(out var resource, out _) || context.Ask(inventory => inventory.UnreadOwners.Count) == 0)
            return null;
        var table = context.Change(() => context.Inventory.AddOwners(owner, resource));
        return new Reflector(table, context).RunAsync(cancellationToken);
    }
}
