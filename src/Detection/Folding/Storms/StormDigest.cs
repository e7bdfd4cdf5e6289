using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection;

/// <summary>The subject of a cluster's digest: whatever is in storm, of all its subjects.</summary>
public static class StormDigest
{
    private const string Name = "storms";

    public static SubjectRef Of(string cluster) => new(cluster, SubjectKinds.Digest, Name);
}
