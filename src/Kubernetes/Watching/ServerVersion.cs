using IncidentMesh.Kubernetes.Api;

namespace IncidentMesh.Kubernetes.Watching;

/// <summary>Asks an API server now and then which version it is. Where it does not say, the version is not known, and nothing else waits for it.</summary>
internal sealed class ServerVersion(ReflectorContext context)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMinutes(10);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await context.Http.GetAsync("version", "the server's version", ApiJson.Default.ApiServerVersion, cancellationToken);
            if (answer.Succeeded(out var version, out _) && version.GitVersion is { Length: > 0 and <= 100 } text)
                context.Change(() => context.Inventory.SetServerVersion(text));
            await Task.Delay(AskEvery, context.Time, cancellationToken);
        }
    }
}
