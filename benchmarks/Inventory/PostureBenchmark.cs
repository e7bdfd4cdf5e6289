using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Detection.Context;
using IncidentMesh.Grains.Posture;
using IncidentMesh.Kubernetes.Inventory;
using IncidentMesh.Kubernetes.Resources;
using IncidentMesh.Kubernetes.Resources.Tables;

namespace IncidentMesh.Benchmarks.Inventory;

/// <summary>What it costs to know what surrounds workloads: reading all that is around them, one of them, and one again.</summary>
internal static class PostureBenchmark
{
    private const int Asked = 1_000;

    public static void Run()
    {
        Console.WriteLine();
        Console.WriteLine("| pods | objects around them | reading these, CPU ms | MB kept of it | a workload, CPU ms | again, CPU ms |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var pods in (int[])[1_000, 10_000, 100_000])
            Measure(pods);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Measure(int pods)
    {
        var inventory = new ClusterInventory(TimeSpan.FromSeconds(30), new FactsPool(new KeptAnnotations([]), 4L << 30), []);
        foreach (var kind in ResourceKinds.All)
            inventory.SetReading(kind, new ResourceReading(InventoryState.Read, $"apis/{(kind.Group.Length == 0 ? "" : kind.Group + "/")}v1/{kind.Resource}", null, DateTimeOffset.UnixEpoch));
        var tables = inventory.Tables.ToDictionary(static table => table.Kind.Kind, StringComparer.Ordinal);
        for (var app = 0; app * PodMaker.PodsOfDeployment < pods; app++)
            tables["Deployment"].Put(new ReadOnlySequence<byte>(PodMaker.Deployment(app)));
        var around = 0;
        foreach (var (kind, json) in SurroundingsMaker.Of(pods))
        {
            tables[kind].Put(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)));
            around++;
        }

        var posture = new ClusterPosture("prod", new Watched(inventory), new ContextReading(ContextOptions.Default), new PosturePace(), TimeProvider.System);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var reading = Cpu(posture.Refresh);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        var apps = Math.Min(Asked, pods / PodMaker.PodsOfDeployment);
        var first = Cpu(() => Ask(posture, pods, apps)) / apps;
        var again = Cpu(() => Ask(posture, pods, apps)) / apps;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {pods:N0} | {around:N0} | {reading:N0} | {kept / 1e6:N1} | {first:N2} | {again:N3} |"));
        GC.KeepAlive(inventory);
        GC.KeepAlive(posture);
    }

    private static void Ask(ClusterPosture posture, int pods, int apps)
    {
        var step = pods / PodMaker.PodsOfDeployment / apps;
        for (var i = 0; i < apps; i++)
        {
            if (posture.FindRisk(PodMaker.Space(i * step), "Deployment", $"app-{i * step}") is not { Facts.Count: > 4 })
                throw new InvalidOperationException($"app-{i * step} is not known.");
        }
    }

    private static double Cpu(Action work)
    {
        var from = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - from).TotalMilliseconds;
    }

    /// <summary>As the silo that watches has it, without the lock, which nobody contends for here.</summary>
    private sealed class Watched(ClusterInventory inventory) : IClusterInventories
    {
        public IReadOnlyCollection<string> Clusters => ["prod"];

        public IReadOnlyList<InventoryKind>? ListKinds(string cluster) => inventory.ListKinds();

        public InventoryPage List(string cluster, InventoryQuery query) => inventory.List(query);

        public InventoryMark? Mark(string cluster, IReadOnlyList<string> kinds) => inventory.MarkOf(kinds);

        public IReadOnlyList<InventoryPart> Read(string cluster, IReadOnlyList<string> kinds) => inventory.Read(kinds);

        public InventoryWorkload? FindWorkload(string cluster, string @namespace, string kind, string name) => inventory.FindWorkload(@namespace, kind, name);

        public IReadOnlyList<RunningImages> ListImages(string cluster) => inventory.ListImages();
    }
}
