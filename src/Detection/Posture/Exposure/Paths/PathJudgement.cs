using System.Net;
using IncidentMesh.Detection.Posture.Exposure.Addresses;
using IncidentMesh.Detection.Posture.Exposure.Policies;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Posture.Exposure.Paths;

/// <summary>Holds each way to the pod against the network policies, and says how far the best of them leads.</summary>
internal sealed class PathJudgement(TargetPod pod, PodIngress ingress, ClusterSnapshot cluster)
{
    private const int MostPaths = 100;

    private readonly List<ExposurePath> _paths = [];
    private readonly List<string> _blocked = [];
    private readonly List<string> _unknowns = [];

    /// <summary>The way of other pods, to the pod's own address.</summary>
    public void AddPodNetwork()
    {
        const string by = "PodNetwork";
        if (pod.HostNetwork)
            return;
        if (!ingress.IsIsolated)
        {
            _paths.Add(new ExposurePath(ExposureLevel.Cluster, true, by, false, ["No network policy selects the pod for ingress, so every pod of the cluster reaches it."]));
            return;
        }

        var from = ingress.Namespaces(null);
        if (from.Other)
            _paths.Add(new ExposurePath(ExposureLevel.Cluster, true, by, from.Which != "all namespaces", [$"Network policy {ingress.Names} admits pods of {from.Which}."]));
        if (from.PerhapsOther)
            _paths.Add(new ExposurePath(ExposureLevel.Cluster, false, by, true, [$"Network policy {ingress.Names} admits pods of {from.Which}; whether there are such namespaces is not known."]));
        if (from.Own && !from.Other)
            _paths.Add(new ExposurePath(ExposureLevel.Namespace, true, by, true, [$"Network policy {ingress.Names} admits pods of the namespace {pod.Namespace}."]));
        if (!from.Other && ingress.Addresses(null).Overlaps(AddressSet.Private))
            _paths.Add(new ExposurePath(ExposureLevel.Cluster, true, by, true, [$"Network policy {ingress.Names} admits addresses of the private network around the cluster."]));
        if (!from.Own && !from.Other && !from.PerhapsOther)
            _blocked.Add($"Network policy {ingress.Names} admits no pods.");
    }

    public void Add(Entry entry)
    {
        if (entry.Proxies is { } proxies)
            AddProxied(entry, proxies);
        else
            AddDirect(entry);
    }

    public PodExposure Result(IEnumerable<string> unknowns)
    {
        var paths = _paths
            .GroupBy(static path => (path.Level, path.IsCertain, path.By, Steps: string.Join('\n', path.Steps))).Select(static same => same.First())
            .OrderByDescending(static path => path.Level).ThenByDescending(static path => path.IsCertain).ThenBy(static path => path.IsNarrowed)
            .ThenBy(static path => path.By, StringComparer.Ordinal).ThenBy(static path => string.Concat(path.Steps), StringComparer.Ordinal)
            .Take(MostPaths).ToList();
        return new PodExposure(
            paths.Where(static path => path.IsCertain).Select(static path => path.Level).DefaultIfEmpty(ExposureLevel.Nobody).Max(),
            paths.Select(static path => path.Level).DefaultIfEmpty(ExposureLevel.Nobody).Max(),
            paths,
            [.. _blocked.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostPaths)],
            [.. _unknowns.Concat(unknowns).Distinct(StringComparer.Ordinal).Take(MostPaths)]);
    }

    private void AddDirect(Entry entry)
    {
        var admitted = ingress.Addresses(entry.Port);
        var clients = entry.Clients.Intersect(admitted);
        if (Add(entry, clients, entry.IsCertain, ingress.IsIsolated ? $"Network policy {ingress.Names} admits these addresses." : null))
        {
            if (LevelOf(clients) == LevelOf(entry.Clients))
                return;
        }

        // A policy that knows the client only by the node that passed it on judges the node's address.
        if (entry.HidesClient && NodeIsAdmitted(admitted))
            Add(entry, entry.Clients, false, $"Network policy {ingress.Names} admits the nodes' own addresses, and without externalTrafficPolicy: Local a node may stand in for the client.");
        else if (clients.IsEmpty && !entry.Clients.IsEmpty)
            _blocked.Add($"{entry.Steps[0]} Network policy {ingress.Names} admits none of its clients.");
    }

    private void AddProxied(Entry entry, IReadOnlyList<ProxyPods> proxies)
    {
        bool? passes;
        string how;
        if (ingress.AdmitsEveryPod(entry.Port))
        {
            (passes, how) = (true, $"Network policy {ingress.Names} admits every pod.");
        }
        else if (proxies.Count > 0)
        {
            var answers = proxies.Select(proxy => ingress.Admits(proxy.Namespace, proxy.Labels, entry.Port)).ToList();
            passes = answers.Contains(true) ? true : answers.Contains(null) ? null : false;
            how = $"Network policy {ingress.Names} {(passes == true ? "admits" : "perhaps admits")} pods of {proxies[0].Namespace}.";
        }
        else
        {
            var from = ingress.Namespaces(entry.Port);
            var some = from.Own || from.Other || from.PerhapsOther || ingress.Addresses(entry.Port).Overlaps(AddressSet.Private);
            (passes, how) = (some ? null : false, $"Network policy {ingress.Names} admits some; whether its controller is among them is not known.");
        }

        if (passes == false)
            _blocked.Add($"{entry.Steps[0]} Network policy {ingress.Names} admits none of its controller's pods.");
        else
            Add(entry, entry.Clients, entry.IsCertain && passes == true, ingress.IsIsolated ? how : null);
    }

    private bool Add(Entry entry, AddressSet clients, bool isCertain, string? last)
    {
        if (LevelOf(clients) is not { } level)
            return false;
        var whole = level == ExposureLevel.Internet ? AddressSet.Public : AddressSet.Private;
        var isNarrowed = !whole.Except(clients).IsEmpty;
        var first = level == ExposureLevel.Internet ? $"From {(isNarrowed ? "a part of " : "")}the Internet:" : "From the private network around the cluster:";
        _paths.Add(new ExposurePath(level, isCertain, entry.By, isNarrowed, [first, .. entry.Steps, .. last is null ? [] : new[] { last }]));
        return true;
    }

    private bool NodeIsAdmitted(AddressSet admitted)
    {
        var addresses = cluster.Nodes.SelectMany(static node => node.Addresses).Select(static address => IPAddress.TryParse(address, out var parsed) ? parsed : null).OfType<IPAddress>().ToList();
        return addresses.Count > 0 ? addresses.Exists(admitted.Contains) : admitted.Overlaps(AddressSet.Private);
    }

    /// <returns>Null where nobody is left.</returns>
    private static ExposureLevel? LevelOf(AddressSet clients) =>
        clients.Overlaps(AddressSet.Public) ? ExposureLevel.Internet
        : clients.Overlaps(AddressSet.Private) ? ExposureLevel.Cluster
        : null;
}
