using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Standards.Baseline;

/// <summary>Seccomp was set by annotations before v1.19, and by fields since.</summary>
internal static class BaselineSeccompProfile
{
    public const string Id = "seccompProfile_baseline";

    private const string PodAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
    private const string ContainerAnnotation = "container.seccomp.security.alpha.kubernetes.io/";

    public static readonly PolicyCheck Check = new(
        Id, PolicyLevel.Baseline, new CheckRevision(0, JudgeAnnotations), new CheckRevision(19, static pod => JudgeFields(pod.Spec)));

    public static bool IsAllowed(SecurityProfile profile) => profile.Type is "RuntimeDefault" or "Localhost";

    public static Refusal? JudgeFields(PodSpec spec)
    {
        var bad = Setters.Of(spec, static context => context.Seccomp is { } profile && !IsAllowed(profile));
        if (bad.None)
            return null;
        var types = spec.Containers
            .Select(static container => container.SecurityContext.Seccomp)
            .Append(spec.SecurityContext.Seccomp)
            .OfType<SecurityProfile>()
            .Where(static profile => !IsAllowed(profile))
            .Select(static profile => profile.Type);
        var values = new SortedSet<string>(types, StringComparer.Ordinal);
        return new Refusal("seccompProfile", $"{bad} must not set securityContext.seccompProfile.type to {Wording.Quoted(values)}");
    }

    private static Refusal? JudgeAnnotations(PodManifest pod)
    {
        var annotations = pod.PodMetadata.Annotations;
        var forbidden = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var key in pod.Spec.Containers.Select(static container => ContainerAnnotation + container.Name).Prepend(PodAnnotation))
        {
            if (annotations.TryGetValue(key, out var value) && !IsAllowed(value))
                forbidden.Add($"{key}={Wording.GoQuoted(value)}");
        }

        return forbidden.Count == 0 ? null : new Refusal(
            "seccompProfile", $"forbidden {Wording.Plural(forbidden.Count, "annotation", "annotations")} {Wording.Plain(forbidden)}");
    }

    private static bool IsAllowed(string annotation) =>
        annotation is "runtime/default" or "docker/default" || annotation.StartsWith("localhost/", StringComparison.Ordinal);
}
