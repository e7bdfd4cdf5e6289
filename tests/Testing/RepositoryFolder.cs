namespace IncidentMesh.Testing;

/// <summary>The checkout that the running tests were built in.</summary>
public static class RepositoryFolder
{
    /// <summary>Full path of a file or folder of the checkout.</summary>
    public static string Of(params ReadOnlySpan<string> path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "IncidentMesh.sln")))
                return Path.Combine([folder.FullName, .. path]);
        }

        throw new InvalidOperationException("The tests do not run within the checkout that they were built in.");
    }
}
