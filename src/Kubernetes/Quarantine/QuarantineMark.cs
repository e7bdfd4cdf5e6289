using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using IncidentMesh.Kubernetes.Scaling;

namespace IncidentMesh.Kubernetes.Quarantine;

/// <summary>
/// What <see cref="ContainmentMark.Annotation"/> says on a quarantined pod: whose containment it is, and the labels that a
/// person would give back by hand. Whoever may patch the pod can write one.
/// </summary>
/// <param name="Id">Id of the containment.</param>
/// <param name="Labels">All labels before.</param>
/// <param name="At">When it was written.</param>
internal sealed partial record QuarantineMark(string Id, IReadOnlyDictionary<string, string> Labels, DateTimeOffset At)
{
    /// <returns>The mark, or null where there is none that can be read and whose labels a pod could have.</returns>
    public static QuarantineMark? Parse(string? annotation)
    {
        try
        {
            return annotation is not null
                && JsonSerializer.Deserialize(annotation, QuarantineJson.Default.QuarantineMark) is { Id.Length: > 0 } mark
                && mark.Labels.All(static label => Key().IsMatch(label.Key) && label.Value is not null && Value().IsMatch(label.Value))
                ? mark
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Format() => JsonSerializer.Serialize(this, QuarantineJson.Default.QuarantineMark);

    /// <summary>Whether it keeps just these labels.</summary>
    public bool Keeps(IReadOnlyDictionary<string, string> labels) =>
        Labels.Count == labels.Count && labels.All(label => Labels.TryGetValue(label.Key, out var kept) && kept == label.Value);

    [GeneratedRegex(@"^([a-z0-9][-a-z0-9.]{0,252}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Key();

    [GeneratedRegex(@"^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Value();
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(QuarantineMark))]
internal sealed partial class QuarantineJson : JsonSerializerContext;
