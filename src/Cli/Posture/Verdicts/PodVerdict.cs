using System.Text.Json;
using IncidentMesh.Cli.Posture.Manifests;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Cli.Posture.Verdicts;

/// <summary>What was found of a pod.</summary>
/// <param name="Found">The pod.</param>
/// <param name="Namespace">Where it runs, or would.</param>
/// <param name="Level">By what it was judged, as the command line names it.</param>
/// <param name="Version">Of that.</param>
/// <param name="Violations">None where it is allowed.</param>
internal sealed record PodVerdict(FoundPod Found, string Namespace, string Level, string Version, IReadOnlyList<Violation> Violations)
{
    public bool IsAllowed => Violations.Count == 0;

    /// <summary>Such as <c>shop/Deployment/web</c>.</summary>
    public string Subject => $"{Namespace}/{Found.Pod.Kind}/{Found.Pod.Name}";

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(new Dictionary<string, object>
    {
        ["pod"] = Found.Pod.Name,
        ["namespace"] = Namespace,
        ["level"] = Level,
        ["version"] = Version,
        ["allowed"] = IsAllowed,
        ["checks"] = Violations.Select(static violation => new { check = violation.Check, reason = violation.Reason, detail = violation.Detail }),
        ["kind"] = Found.Pod.Kind,
        ["file"] = Found.File,
        ["line"] = Found.Line,
    });
}
