namespace IncidentMesh.Testing.Kubernetes;

/// <summary>A path of the Kubernetes API, taken apart.</summary>
/// <param name="Resource">Group, version and resource, such as <c>apis/apps/v1/deployments</c>.</param>
/// <param name="Namespace">Namespace; null for all of them, or for what has none.</param>
/// <param name="Name">Name; null for the collection.</param>
internal sealed record FakePath(string Resource, string? Namespace, string? Name)
{
    public string Key => $"{Namespace}/{Name}";

    /// <returns>The path, or null where it leads to no objects (discovery, health).</returns>
    public static FakePath? Parse(string path)
    {
        var parts = path.Trim('/').Split('/');
        var prefix = parts[0] == "api" ? 2 : 3;
        if (parts.Length <= prefix || parts[0] is not ("api" or "apis"))
            return null;

        var group = string.Join('/', parts[..prefix]);
        var rest = parts[prefix..];
        return rest switch
        {
            ["namespaces"] => new FakePath($"{group}/namespaces", null, null),
            ["namespaces", var name] => new FakePath($"{group}/namespaces", null, name),
            ["namespaces", var space, var resource] => new FakePath($"{group}/{resource}", space, null),
            ["namespaces", var space, var resource, var name] => new FakePath($"{group}/{resource}", space, name),
            [var resource] => new FakePath($"{group}/{resource}", null, null),
            [var resource, var name] => new FakePath($"{group}/{resource}", null, name),
            _ => null,
        };
    }
}
