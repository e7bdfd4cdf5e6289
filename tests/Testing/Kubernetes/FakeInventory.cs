using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>One cluster as its changes tell it.</summary>
public sealed class FakeInventory
{
    private HashSet<string>? _listed;

    /// <summary>Pods by <c>namespace/name</c>.</summary>
    public SortedDictionary<string, PodRecord> Pods { get; } = new(StringComparer.Ordinal);

    /// <summary>Workloads by <c>namespace/Kind/name</c>.</summary>
    public SortedDictionary<string, WorkloadRecord> Workloads { get; } = new(StringComparer.Ordinal);

    public string? Unreachable { get; private set; }

    /// <summary>What is told to be not known.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    public string? ServerVersion { get; private set; }

    /// <summary>Complete lists that were taken in.</summary>
    public int Lists { get; private set; }

    public int Pieces { get; private set; }

    /// <summary>How often somebody asked to watch or renewed.</summary>
    public int Asked { get; internal set; }

    public void Take(InventoryChange change)
    {
        Assert.InRange(change.Pods.Count, 0, 500);
        Assert.InRange(change.Workloads.Count, 0, 500);
        Pieces++;
        Unreachable = change.Unreachable;
        Notes = change.Notes ?? Notes;
        ServerVersion = change.ServerVersion ?? ServerVersion;
        if (change.ListBegins)
            _listed = [];
        foreach (var gone in change.DeletedPods)
        {
            if (Pods.TryGetValue($"{gone.Namespace}/{gone.Name}", out var known) && known.Uid == gone.Uid)
                Pods.Remove($"{gone.Namespace}/{gone.Name}");
        }

        foreach (var gone in change.DeletedWorkloads)
            Workloads.Remove(gone);
        foreach (var pod in change.Pods)
            Pods[Seen($"{pod.Namespace}/{pod.Name}")] = pod;
        foreach (var workload in change.Workloads)
            Workloads[Seen($"{workload.Namespace}/{workload.Kind}/{workload.Name}")] = workload;
        if (!change.ListEnds)
            return;

        Assert.NotNull(_listed);
        foreach (var key in Pods.Keys.Where(key => !_listed.Contains(key)).ToList())
            Pods.Remove(key);
        foreach (var key in Workloads.Keys.Where(key => !_listed.Contains(key)).ToList())
            Workloads.Remove(key);
        _listed = null;
        Lists++;
    }

    /// <summary>Everything in it, one a line, to compare two inventories by.</summary>
    public override string ToString() => string.Join('\n',
    [
        $"unreachable: {Unreachable}",
        .. Pods.Values.Select(pod => $"{pod with { ContainerIds = [], Probes = [] }} {string.Join(',', pod.ContainerIds)} {string.Join(',', pod.Probes)}"),
        .. Workloads.Values.Select(workload => $"{workload with { Controllers = [], Owners = [] }} {string.Join(',', workload.Controllers)} {string.Join(',', workload.Owners)}"),
    ]);

    private string Seen(string key)
    {
        _listed?.Add(key);
        return key;
    }
}
