using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Inventory;

namespace IncidentMesh.Grains.Tests.Silo;

/// <summary>The inventory of the cluster prod, made of the objects that a test puts there.</summary>
internal sealed class ObjectInventory : IClusterInventories
{
    private readonly ConcurrentDictionary<(string Kind, string Namespace, string Name), JsonNode> _objects = new();
    private readonly ConcurrentDictionary<string, InventoryState> _states = new();
    private long _revision = 1;

    public DateTimeOffset AsOf { get; } = new(2026, 3, 1, 11, 59, 0, TimeSpan.Zero);

    public IReadOnlyList<string> Images { get; set; } = [];

    /// <summary>Whether this silo watches the cluster.</summary>
    public bool Watched { get; set; } = true;

    public IReadOnlyCollection<string> Clusters => Watched ? ["prod"] : [];

    public void Put(string json)
    {
        var item = JsonNode.Parse(json)!;
        _objects[((string)item["kind"]!, (string?)item["metadata"]!["namespace"] ?? "", (string)item["metadata"]!["name"]!)] = item;
        Interlocked.Increment(ref _revision);
    }

    public void Delete(string kind, string @namespace, string name)
    {
        _objects.TryRemove((kind, @namespace, name), out _);
        Interlocked.Increment(ref _revision);
    }

    public void Become(string kind, InventoryState state)
    {
        _states[kind] = state;
        Interlocked.Increment(ref _revision);
    }

    public IReadOnlyList<InventoryKind>? ListKinds(string cluster) => Watched && cluster == "prod" ? [Kind("Pod"), Kind("VulnerabilityReport")] : null;

    public InventoryPage List(string cluster, InventoryQuery query) => InventoryPage.NotWatched;

    public InventoryMark? Mark(string cluster, IReadOnlyList<string> kinds) => ListKinds(cluster) is null
        ? null
        : new InventoryMark(Interlocked.Read(ref _revision), AsOf, kinds.Any(kind => Kind(kind).State == InventoryState.Pending));

    public IReadOnlyList<InventoryPart> Read(string cluster, IReadOnlyList<string> kinds) =>
    [
        .. kinds.Select(kind => new InventoryPart(Kind(kind), true, [.. _objects.Where(one => one.Key.Kind == kind).Select(one => Bytes(one.Value))])),
    ];

    public InventoryWorkload? FindWorkload(string cluster, string @namespace, string kind, string name) =>
        _objects.FirstOrDefault(one => string.Equals(one.Key.Kind, kind, StringComparison.OrdinalIgnoreCase) && one.Key.Namespace == @namespace && one.Key.Name == name) is { Value: { } item, Key.Kind: var known }
            ? new InventoryWorkload(known, Bytes(item), Images, AsOf)
            : null;

    public IReadOnlyList<RunningImages> ListImages(string cluster) =>
        [.. _objects.Keys.Where(static one => one.Kind == "Deployment").Select(one => new RunningImages(one.Namespace, one.Kind, one.Name, Images))];

    private InventoryKind Kind(string kind) => new()
    {
        Kind = kind,
        Resource = kind,
        Group = "",
        State = _states.GetValueOrDefault(kind, InventoryState.Read),
        AsOf = _states.ContainsKey(kind) ? null : AsOf,
    };

    private static ReadOnlyMemory<byte> Bytes(JsonNode item) => Encoding.UTF8.GetBytes(item.ToJsonString());
}
