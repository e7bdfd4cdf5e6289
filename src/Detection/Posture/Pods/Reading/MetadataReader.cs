using System.Text;

namespace IncidentMesh.Detection.Posture.Pods.Reading;

internal static class MetadataReader
{
    public static ObjectMetadata Read(Field? field) => field is not { } metadata ? ObjectMetadata.Empty : new ObjectMetadata
    {
        Namespace = metadata.Name("namespace"),
        Name = metadata.Name("name"),
        GenerateName = metadata.Name("generateName"),
        Uid = metadata.Name("uid"),
        Labels = metadata.TextMap("labels"),
        Annotations = Annotations(metadata),
        Owners =
        [
            .. metadata.Objects("ownerReferences").Select(static owner => new OwnerReference(
                owner.Name("apiVersion"), owner.Name("kind") ?? "", owner.Name("name") ?? "", owner.Name("uid"), owner.Flag("controller") ?? false)),
        ],
    };

    private static IReadOnlyDictionary<string, string> Annotations(Field metadata)
    {
        var annotations = metadata.TextMap("annotations");
        var bytes = annotations.Sum(static entry => (long)Encoding.UTF8.GetByteCount(entry.Key) + Encoding.UTF8.GetByteCount(entry.Value));
        if (bytes > ObjectMetadata.MaximumAnnotationBytes)
            metadata.Report("annotations", $"is larger than {ObjectMetadata.MaximumAnnotationBytes:N0} bytes, the most that Kubernetes takes.");
        return annotations;
    }
}
