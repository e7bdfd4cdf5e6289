namespace IncidentMesh.Testing;

/// <summary>
/// The folder <c>shared</c> beside the repository: conformance suites and server binaries that are too large or not ours
/// to keep in it.
/// </summary>
public static class SharedFolder
{
    /// <summary>Names the folder where it is not beside the checkout, as with a linked work tree.</summary>
    public const string EnvironmentVariable = "INCIDENTMESH_SHARED";

    /// <returns>The folder, or null where there is none.</returns>
    public static string? Find()
    {
        var named = Environment.GetEnvironmentVariable(EnvironmentVariable);
        if (!string.IsNullOrEmpty(named))
            return Directory.Exists(named) ? Path.GetFullPath(named) : null;

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(candidate, "conformance")) || Directory.Exists(Path.Combine(candidate, "kube")))
                return candidate;
        }

        return null;
    }

    /// <summary>Path of a file or folder in it; skips the running test where it is missing.</summary>
    public static string Require(params ReadOnlySpan<string> path)
    {
        var relative = Path.Combine(path);
        var full = Find() is { } folder ? Path.Combine(folder, relative) : null;
        if (full is null || !Path.Exists(full))
            Assert.Skip($"'shared/{relative}' is not beside the repository (or where {EnvironmentVariable} points).");
        return full;
    }
}
