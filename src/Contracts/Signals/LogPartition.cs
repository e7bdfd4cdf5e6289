namespace IncidentMesh.Contracts.Signals;

/// <summary>
/// One ordered part of a cluster's signal log. All events of one sensor format go to the same partition, so that a
/// repeated event meets its first copy there and counts once.
/// </summary>
/// <param name="Cluster">Cluster id, a DNS label.</param>
/// <param name="Format">Sensor format name, such as <c>falco</c>.</param>
[GenerateSerializer, Immutable, Alias("im.log-partition")]
public sealed record LogPartition([property: Id(0)] string Cluster, [property: Id(1)] string Format)
{
    public override string ToString() => $"{Cluster}/{Format}";

    public static LogPartition Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            ? new LogPartition(key[..slash], key[(slash + 1)..])
            : throw new FormatException($"'{key}' is not a log partition: expected <cluster>/<format>.");
    }
}
