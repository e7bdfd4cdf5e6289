namespace IncidentMesh.Detection.Vulnerabilities.Vex;

/// <summary>What is used of a package URL: <c>pkg:type/namespace/name@version?qualifiers#subpath</c>.</summary>
/// <param name="Type">Such as <c>deb</c>, <c>npm</c>, <c>oci</c>; in lower case.</param>
/// <param name="Path">Namespace and name.</param>
/// <param name="Version">Null for any.</param>
internal sealed record PackageUrl(string Type, string Path, string? Version)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <returns>Null where it is none.</returns>
    public static PackageUrl? Parse(string? text)
    {
        if (text is null || !text.StartsWith("pkg:", StringComparison.Ordinal))
            return null;
        var rest = text["pkg:".Length..].TrimStart('/');
        rest = rest.Split('#', '?')[0];
        var at = rest.LastIndexOf('@');

        // An @ before the last slash begins a scope, as npm has them.
        var version = at > rest.LastIndexOf('/') ? Uri.UnescapeDataString(rest[(at + 1)..]) : null;
        var path = version is null ? rest : rest[..at];
        var slash = path.IndexOf('/');
        return slash <= 0 || slash == path.Length - 1 ? null
            : new PackageUrl(path[..slash].ToLowerInvariant(), Uri.UnescapeDataString(path[(slash + 1)..]), version is { Length: > 0 } ? version : null);
    }

    /// <summary>Whether what this names includes what the other one does.</summary>
    public bool Includes(PackageUrl other) =>
        Type == other.Type && Path == other.Path && (Version is null || Version == other.Version);
}
