namespace IncidentMesh.Detection.Posture.Snapshots;

/// <summary>What is used of a node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Addresses">All its IP addresses.</param>
/// <param name="Provider">Scheme of its provider id, such as <c>aws</c>, <c>gce</c>, <c>azure</c>; null where it has none.</param>
public sealed record NodeFacts(string Name, IReadOnlyList<string> Addresses, string? Provider)
{
    private static readonly string[] Clouds = ["aws", "gce", "azure", "digitalocean", "openstack", "hcloud", "oci", "ocid1", "alicloud", "ibm"];

    /// <summary>Whether its cloud gives credentials to whoever asks the metadata service from it.</summary>
    public bool HasMetadataService => Provider is not null && Clouds.Contains(Provider, StringComparer.Ordinal);
}
