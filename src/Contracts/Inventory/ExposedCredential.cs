namespace IncidentMesh.Contracts.Inventory;

/// <summary>What whoever takes over a pod of a workload may have, and keep when the pod is gone.</summary>
/// <param name="Kind"><c>account-token</c>, <c>projected-token</c>, <c>secret</c>, <c>right</c>, <c>cloud-identity</c>, <c>node</c>, <c>cluster</c> or <see cref="More"/>.</param>
/// <param name="Name">Which one, at most 256 characters. May be hostile text.</param>
/// <param name="Replace">What makes it worthless, for people.</param>
[GenerateSerializer, Immutable, Alias("im.exposed-credential")]
public sealed record ExposedCredential(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Name,
    [property: Id(2)] string Replace)
{
    /// <summary>Kind of the entry that counts what has no room.</summary>
    public const string More = "more";

    /// <summary>Most of a workload.</summary>
    public const int Most = 40;
}
