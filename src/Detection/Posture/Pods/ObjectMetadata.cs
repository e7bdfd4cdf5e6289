namespace IncidentMesh.Detection.Posture.Pods;

/// <summary>What is used of an object's <c>metadata</c>.</summary>
public sealed record ObjectMetadata
{
    /// <summary>Kubernetes' limit to keys and values of all annotations together, in bytes of UTF-8.</summary>
    public const int MaximumAnnotationBytes = 256 * 1024;

    public static ObjectMetadata Empty { get; } = new();

    public string? Namespace { get; init; }

    public string? Name { get; init; }

    public string? GenerateName { get; init; }

    public string? Uid { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = Texts.None;

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Texts.None;

    public IReadOnlyList<OwnerReference> Owners { get; init; } = [];

    /// <summary>The owner that manages the object.</summary>
    public OwnerReference? Controller => Owners.FirstOrDefault(static owner => owner.IsController);

    private static class Texts
    {
        public static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);
    }
}

/// <summary>One entry of <c>metadata.ownerReferences</c>.</summary>
public sealed record OwnerReference(string? ApiVersion, string Kind, string Name, string? Uid, bool IsController);
