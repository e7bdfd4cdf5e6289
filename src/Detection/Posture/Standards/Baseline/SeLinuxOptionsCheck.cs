using System.Collections.Frozen;
using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Standards.Baseline;

internal static class SeLinuxOptionsCheck
{
    private static readonly FrozenSet<string> Types = FrozenSet.Create(StringComparer.Ordinal, "", "container_t", "container_init_t", "container_kvm_t");
    private static readonly FrozenSet<string> TypesFrom31 = FrozenSet.Create(StringComparer.Ordinal, [.. Types, "container_engine_t"]);

    public static readonly PolicyCheck Check = new(
        "seLinuxOptions", PolicyLevel.Baseline,
        new CheckRevision(0, static pod => Judge(pod.Spec, Types)), new CheckRevision(31, static pod => Judge(pod.Spec, TypesFrom31)));

    public static IReadOnlyCollection<string> TypesAt(int minor) => minor < 31 ? Types : TypesFrom31;

    private static Refusal? Judge(PodSpec spec, FrozenSet<string> allowed)
    {
        bool IsForbidden(SecurityContext context) =>
            context.SeLinux is { } options && (!allowed.Contains(options.Type) || options.User.Length > 0 || options.Role.Length > 0);

        var bad = Setters.Of(spec, IsForbidden);
        if (bad.None)
            return null;
        var options = spec.Containers
            .Select(static container => container.SecurityContext.SeLinux)
            .Append(spec.SecurityContext.SeLinux)
            .OfType<SeLinuxOptions>()
            .ToList();
        var types = new SortedSet<string>(options.Select(static one => one.Type).Where(type => !allowed.Contains(type)), StringComparer.Ordinal);
        string?[] faults =
        [
            types.Count == 0 ? null : $"{Wording.Plural(types.Count, "type", "types")} {Wording.Quoted(types)}",
            options.Exists(static one => one.User.Length > 0) ? "user may not be set" : null,
            options.Exists(static one => one.Role.Length > 0) ? "role may not be set" : null,
        ];
        return new Refusal("seLinuxOptions", $"{bad} set forbidden securityContext.seLinuxOptions: {string.Join("; ", faults.OfType<string>())}");
    }
}
