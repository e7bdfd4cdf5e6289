namespace IncidentMesh.Detection.Replicas;

/// <summary>Replicas that agree in this are siblings.</summary>
internal readonly record struct SiblingKey(string Revision, string Image, AgeBand Band) : IComparable<SiblingKey>
{
    public int CompareTo(SiblingKey other) =>
        string.CompareOrdinal(Revision, other.Revision) is not 0 and var revision ? revision
        : string.CompareOrdinal(Image, other.Image) is not 0 and var image ? image
        : Band.CompareTo(other.Band);
}
