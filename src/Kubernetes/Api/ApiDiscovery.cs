using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Kubernetes.Resources;

namespace IncidentMesh.Kubernetes.Api;

/// <summary>
/// What a server serves: API groups, their versions and resources. Asked again when it is wanted and older than
/// <paramref name="maxAge"/>, because extensions are installed later. Safe for concurrent use.
/// </summary>
internal sealed class ApiDiscovery(ApiConnection http, TimeSpan maxAge, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Served? _served;

    /// <summary>Paths of a kind over all namespaces, to be tried in order.</summary>
    /// <returns>
    /// One path, of the newest version that is served: of those that we know, or else the server's own choice. None where the
    /// kind is not served. All that we know where the server does not tell.
    /// </returns>
    public async Task<ClusterAnswer<IReadOnlyList<string>>> FindAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!(await ServedAsync(cancellationToken)).Succeeded(out var served, out var fault))
                return fault.Kind is FaultKind.Denied or FaultKind.Missing ? Known(kind) : fault;
            if (served.Versions.GetValueOrDefault(kind.Group) is not { } versions)
                return Paths([]);

            foreach (var version in kind.Versions.Where(versions.Contains).Concat(versions.Except(kind.Versions)))
            {
                if (!(await ResourcesAsync(served, Root(kind.Group, version), cancellationToken)).Succeeded(out var resources, out fault))
                    return fault.Kind is FaultKind.Denied ? Known(kind) : fault;
                if (resources.Exists(resource => resource.Name == kind.Resource))
                    return Paths([$"{Root(kind.Group, version)}/{kind.Resource}"]);
            }

            return Paths([]);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Plural name of a kind of custom resource, by group, version and kind.</summary>
    /// <returns>The name; a fault of the kind <see cref="FaultKind.Missing"/> where it is not served.</returns>
    public async Task<ClusterAnswer<string>> FindResourceAsync(string group, string version, string kind, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!(await ServedAsync(cancellationToken)).Succeeded(out var served, out var fault))
                return fault;
            var missing = new ClusterFault(FaultKind.Missing, $"{group}/{version} {kind} is not served.");
            if (served.Versions.GetValueOrDefault(group)?.Contains(version) != true)
                return missing;
            if (!(await ResourcesAsync(served, Root(group, version), cancellationToken)).Succeeded(out var resources, out fault))
                return fault;
            return resources.Find(resource => resource.Kind == kind && resource.Name?.Contains('/', StringComparison.Ordinal) == false) is { Name: { } name }
                ? ClusterAnswer<string>.Of(name)
                : missing;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>What was served is not any more, or not as it was.</summary>
    public void Forget() => _served = null;

    public void Dispose() => _gate.Dispose();

    private async Task<ClusterAnswer<Served>> ServedAsync(CancellationToken cancellationToken)
    {
        if (_served is { } known && time.GetElapsedTime(known.At) < maxAge)
            return ClusterAnswer<Served>.Of(known);
        var answer = await http.GetAsync("apis", "the API groups", ApiJson.Default.ApiGroups, cancellationToken);
        if (!answer.Succeeded(out var groups, out var fault))
            return fault;

        var versions = (groups.Groups ?? [])
            .Where(group => group is { Name: not null, Versions: not null })
            .ToDictionary(group => group.Name!, IReadOnlyList<string> (group) => [.. group.Versions!.Select(version => version.Version).OfType<string>()]);
        versions[""] = ["v1"];
        return ClusterAnswer<Served>.Of(_served = new Served(time.GetTimestamp(), versions));
    }

    private async Task<ClusterAnswer<List<ApiResource>>> ResourcesAsync(Served served, string root, CancellationToken cancellationToken)
    {
        if (served.Resources.TryGetValue(root, out var known))
            return ClusterAnswer<List<ApiResource>>.Of(known);
        var answer = await http.GetAsync(root, $"the resources of {root}", ApiJson.Default.ApiGroupVersion, cancellationToken);
        if (!answer.Succeeded(out var found, out var fault) && fault.Kind != FaultKind.Missing)
            return fault;
        return ClusterAnswer<List<ApiResource>>.Of(served.Resources[root] = found?.Resources ?? []);
    }

    private static ClusterAnswer<IReadOnlyList<string>> Known(ResourceKind kind) =>
        Paths([.. kind.Versions.Select(version => $"{Root(kind.Group, version)}/{kind.Resource}")]);

    private static ClusterAnswer<IReadOnlyList<string>> Paths(IReadOnlyList<string> paths) => ClusterAnswer<IReadOnlyList<string>>.Of(paths);

    private static string Root(string group, string version) => group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}";

    /// <param name="At">When it was asked.</param>
    /// <param name="Versions">Versions of each group, the server's favourite first.</param>
    private sealed record Served(long At, Dictionary<string, IReadOnlyList<string>> Versions)
    {
        /// <summary>Resources of the groups' versions that were asked for.</summary>
        public Dictionary<string, List<ApiResource>> Resources { get; } = new(StringComparer.Ordinal);
    }
}
