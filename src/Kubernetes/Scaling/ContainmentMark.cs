using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentMesh.Kubernetes.Scaling;

/// <summary>
/// The annotation on a workload that we scaled down: whose containment it is and what a person would restore by hand.
/// </summary>
/// <param name="Id">Id of the containment.</param>
/// <param name="Replicas">Desired replicas before.</param>
/// <param name="At">When it was written.</param>
internal sealed record ContainmentMark(string Id, int Replicas, DateTimeOffset? At = null)
{
    /// <summary>Key of the annotation.</summary>
    public const string Annotation = "incidentmesh.io/containment";

    /// <summary>Reads an annotation. One that cannot be read is somebody's all the same: its id is then empty.</summary>
    public static ContainmentMark? Parse(string? annotation)
    {
        if (annotation is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize(annotation, ScalingJson.Default.ContainmentMark) ?? Unreadable;
        }
        catch (JsonException)
        {
            return Unreadable;
        }
    }

    /// <summary>
    /// The mark as far as it counts: none where it cannot be read, or is of another containment from before this one,
    /// as an old revision brings it back.
    /// </summary>
    public static ContainmentMark? Read(string? annotation, string containment, DateTimeOffset? since) =>
        Parse(annotation) is { Id.Length: > 0 } mark && (mark.Id == containment || since is null || mark.At >= since) ? mark : null;

    public string Format() => JsonSerializer.Serialize(this, ScalingJson.Default.ContainmentMark);

    private static readonly ContainmentMark Unreadable = new("", 0);
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ContainmentMark))]
internal sealed partial class ScalingJson : JsonSerializerContext;
