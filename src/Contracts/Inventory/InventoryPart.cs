namespace IncidentMesh.Contracts.Inventory;

/// <summary>How current what is kept of some kinds is.</summary>
/// <param name="Revision">Grows whenever anything of it changes, and how well it is known; stays while nothing does.</param>
/// <param name="AsOf">When the one that was heard of least lately was known to be current. Null where none ever was.</param>
/// <param name="IsPending">Whether one of them is not read yet and may be soon.</param>
public readonly record struct InventoryMark(long Revision, DateTimeOffset? AsOf, bool IsPending);

/// <summary>The objects of one kind as they are at one time.</summary>
/// <param name="Kind">The kind, and how well it is known.</param>
/// <param name="IsWhole">Whether every object is there with all that is kept of its kind: not where some were too large, or beyond the budget.</param>
/// <param name="Objects">UTF-8 JSON in the form of their API, in no order, made while it is gone through. It costs what it makes; go through it once.</param>
public sealed record InventoryPart(InventoryKind Kind, bool IsWhole, IEnumerable<ReadOnlyMemory<byte>> Objects);

/// <summary>A workload as the inventory has it.</summary>
/// <param name="Kind">Its kind, as Kubernetes writes it.</param>
/// <param name="Json">Its object; of a kind that is not read, that of one of its pods. UTF-8 JSON in the form of its API.</param>
/// <param name="Images">Digests of the images that its pods run, each once.</param>
/// <param name="AsOf">When that was last known to be current.</param>
public sealed record InventoryWorkload(string Kind, ReadOnlyMemory<byte> Json, IReadOnlyList<string> Images, DateTimeOffset? AsOf);

/// <summary>What the pods of a workload run.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Digests">Digests of the images, each once.</param>
public sealed record RunningImages(string Namespace, string Kind, string Name, IReadOnlyList<string> Digests);
