namespace IncidentMesh.Detection.Posture.Admission;

/// <summary>Variables of a policy that are the same whatever kind of object brings the pod.</summary>
internal static class PodVariables
{
    /// <summary>Annotations that decide about a check begin so.</summary>
    public const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

    /// <summary>In the order in which they build on each other.</summary>
    public static IReadOnlyList<(string Name, string Expression)> All { get; } =
    [
        ("podSpec", SpecOf("object")),
        ("annotations", AnnotationsOf("object")),
        ("oldAnnotations", $"request.operation == 'UPDATE' ? {AnnotationsOf("oldObject")} : {{}}"),
        // An object that has long been there can still be scaled, labelled, annotated and deleted.
        ("unchanged", $"request.operation == 'UPDATE' && {SpecOf("oldObject")} == variables.podSpec && "
            + $"variables.annotations.all(k, !k.startsWith('{AppArmorAnnotation}') || (k in variables.oldAnnotations && variables.oldAnnotations[k] == variables.annotations[k]))"),
        ("containers", $"variables.podSpec.containers + {Cel.Field("variables.podSpec", "initContainers", "[]")} + {Cel.Field("variables.podSpec", "ephemeralContainers", "[]")}"),
        ("contexts", "(has(variables.podSpec.securityContext) ? [variables.podSpec.securityContext] : []) + variables.containers.filter(c, has(c.securityContext)).map(c, c.securityContext)"),
        ("isWindows", $"{Cel.Field("variables.podSpec", "os.name", "''")} == 'windows'"),
        ("hasOwnUsers", $"{Cel.Field("variables.podSpec", "hostUsers", "true")} == false"),
    ];

    private static string SpecOf(string from) =>
        $"({from}.kind == 'Pod' ? {from}.spec : {from}.kind == 'PodTemplate' ? {from}.template.spec : "
        + $"{from}.kind == 'CronJob' ? {from}.spec.jobTemplate.spec.template.spec : {from}.spec.template.spec)";

    private static string AnnotationsOf(string from) =>
        $"({from}.kind == 'Pod' ? {Cel.Field(from, "metadata.annotations", "{}")} : "
        + $"{from}.kind == 'PodTemplate' ? {Cel.Field($"{from}.template", "metadata.annotations", "{}")} : "
        + $"{from}.kind == 'CronJob' ? {Cel.Field($"{from}.spec.jobTemplate.spec.template", "metadata.annotations", "{}")} : "
        + $"{Cel.Field($"{from}.spec.template", "metadata.annotations", "{}")})";
}
