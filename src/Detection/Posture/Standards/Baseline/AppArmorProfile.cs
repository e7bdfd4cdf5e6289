using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Standards.Baseline;

/// <summary>Fields and annotations both count, whatever the version.</summary>
internal static class AppArmorProfile
{
    private const string Annotation = "container.apparmor.security.beta.kubernetes.io/";

    public static readonly PolicyCheck Check = new("appArmorProfile", PolicyLevel.Baseline, new CheckRevision(0, static pod =>
    {
        var spec = pod.Spec;
        var fields = Setters.Of(spec, static context => context.AppArmor is { } profile && !IsAllowed(profile));
        var annotations = pod.PodMetadata.Annotations
            .Where(static entry => entry.Key.StartsWith(Annotation, StringComparison.Ordinal) && !IsAllowed(entry.Value))
            .Select(static entry => $"{entry.Key}={Wording.GoQuoted(entry.Value)}")
            .Order(StringComparer.Ordinal)
            .ToList();
        if (fields.None && annotations.Count == 0)
            return null;
        var types = spec.Containers
            .Select(static container => container.SecurityContext.AppArmor)
            .Append(spec.SecurityContext.AppArmor)
            .OfType<SecurityProfile>()
            .Where(static profile => !IsAllowed(profile))
            .Select(static profile => profile.Type);
        List<string> values = [.. new SortedSet<string>(types, StringComparer.Ordinal), .. annotations];
        string?[] setters =
        [
            fields.None ? null : fields.ToString(),
            annotations.Count == 0 ? null : Wording.Plural(annotations.Count, "annotation", "annotations"),
        ];
        return new Refusal(
            Wording.Plural(values.Count, "forbidden AppArmor profile", "forbidden AppArmor profiles"),
            $"{string.Join(" and ", setters.OfType<string>())} must not set AppArmor profile type to {Wording.Quoted(values)}");
    }));

    private static bool IsAllowed(SecurityProfile profile) => profile.Type is "RuntimeDefault" or "Localhost";

    private static bool IsAllowed(string annotation) =>
        annotation is "" or "runtime/default" || annotation.StartsWith("localhost/", StringComparison.Ordinal);
}
