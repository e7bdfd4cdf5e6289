namespace IncidentMesh.Detection.Scoring.Input;

/// <summary>The members of each object of the input. docs/schemas/score-input.schema.json says the same, which a test holds together.</summary>
internal static class InputMembers
{
    public static readonly IReadOnlyList<string> Case = ["id", "workload", "context", "detections", "vulnerabilities"];

    public static readonly IReadOnlyList<string> Facts =
        ["privileged", "hostAccess", "exposure", "reach", "isolation", "environment", "criticality", "data"];

    public static readonly IReadOnlyList<string> Workload =
        ["kind", "namespace", "name", "labels", "annotations", "namespaceLabels", "namespaceAnnotations", .. Facts];

    public static readonly IReadOnlyList<string> Context = [.. Facts, "namespaceLabels", "namespaceAnnotations", "asOf"];

    public static readonly IReadOnlyList<string> Detection = ["rule", "severity", "source", "tactics", "techniques", "eValue", "time", "count"];

    public static readonly IReadOnlyList<string> Vulnerability =
        ["id", "severity", "score", "package", "image", "digest", "fixedVersion", "knownExploited", "epss", "vex", "source"];
}
