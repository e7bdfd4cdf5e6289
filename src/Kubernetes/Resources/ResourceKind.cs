namespace IncidentMesh.Kubernetes.Resources;

/// <summary>A kind of object that is listed and watched, and what is kept of each.</summary>
/// <param name="kind">Kind, such as <c>Deployment</c>.</param>
/// <param name="group">API group; empty for the core.</param>
/// <param name="versions">Versions whose fields we know, newest first.</param>
/// <param name="resource">Plural name in paths.</param>
internal sealed class ResourceKind(string kind, string group, IReadOnlyList<string> versions, string resource)
{
    private const string Owners = "ownerReferences(apiVersion,kind,name,uid,controller)";
    private const string Times = "creationTimestamp,deletionTimestamp";

    private FieldMask? _kept;
    private FieldMask? _own;

    /// <summary>What is kept of an object that is too large: what it is and whose.</summary>
    public static FieldMask Least { get; } = FieldMask.Parse($"metadata({Times},{Owners})");

    public string Kind => kind;

    public string Group => group;

    public IReadOnlyList<string> Versions => versions;

    public string Resource => resource;

    /// <summary>What is kept of one beside its metadata; null for the metadata alone.</summary>
    public string? Fields { get; init; }

    /// <summary>
    /// What sets one object apart from the others of its template, beside its times: kept apart from what they share, which
    /// is kept once. Null for objects that share nothing.
    /// </summary>
    public string? OwnFields { get; init; }

    /// <summary>Only metadata is asked for.</summary>
    public bool MetadataOnly { get; init; }

    /// <summary>The first list is told only once this has been read, as far as it can be.</summary>
    public bool Awaited { get; init; }

    /// <summary>Comes with an extension, so that its absence is nothing to remark.</summary>
    public bool IsExtension { get; init; }

    /// <summary>Read only because objects of it own workloads.</summary>
    public bool IsOwner { get; init; }

    /// <summary>What is kept of one; name, namespace and uid stand beside it.</summary>
    public FieldMask Kept => _kept ??= FieldMask.Parse(
        $"metadata({(OwnFields is null ? Times + "," : "")}labels,annotations,{Owners}){(Fields is null ? "" : "," + Fields)}");

    public FieldMask? Own => OwnFields is null ? null : _own ??= FieldMask.Parse($"metadata({Times}),{OwnFields}");

    /// <summary>Name in messages and metrics: the resource, and its group where there is one.</summary>
    public override string ToString() => group.Length == 0 ? resource : $"{resource}.{group}";
}
