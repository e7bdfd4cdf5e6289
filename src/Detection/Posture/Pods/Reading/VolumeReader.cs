namespace IncidentMesh.Detection.Posture.Pods.Reading;

internal static class VolumeReader
{
    public static Volume Read(Field volume)
    {
        var type = Type(volume);
        var source = type is null ? null : volume.Object(type);
        var projected = type == "projected" ? source?.Objects("sources").ToList() ?? [] : [];
        return new Volume
        {
            Name = volume.Name("name") ?? "",
            Type = type,
            HostPath = type == "hostPath" ? source?.Text("path") ?? "" : null,
            Secrets = type == "secret" ? One(source?.Name("secretName")) : Projected(projected, "secret"),
            ConfigMaps = type == "configMap" ? One(source?.Name("name")) : Projected(projected, "configMap"),
            Tokens =
            [
                .. projected.Select(static one => one.Object("serviceAccountToken")).OfType<Field>()
                    .Select(static token => new ProjectedToken(token.Text("audience"), token.Text("path"), token.Integer("expirationSeconds"))),
            ],
            ClaimName = type == "persistentVolumeClaim" ? source?.Name("claimName") : null,
            Driver = type is "csi" or "flexVolume" ? source?.Name("driver") : null,
            ReadOnly = type is "csi" or "persistentVolumeClaim" or "nfs" or "iscsi" && (source?.Flag("readOnly") ?? false),
        };
    }

    private static string? Type(Field volume)
    {
        var members = volume.Members.Where(static name => name != "name").Distinct(StringComparer.Ordinal).Take(64).ToList();
        var known = members.Where(VolumeTypes.All.Contains).ToList();
        if (known.Count > 1)
            volume.Report(volume.Place, $"is both {known[0]} and {known[1]}: a volume has one source.");
        return known.FirstOrDefault() ?? members.FirstOrDefault();
    }

    private static IReadOnlyList<string> Projected(List<Field> sources, string type) =>
        [.. sources.Select(source => source.Object(type)?.Name("name")).OfType<string>()];

    private static IReadOnlyList<string> One(string? name) => name is null ? [] : [name];
}
