using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Silo.Rules;

/// <summary>Reads the rule files that the settings name.</summary>
internal static class RuleFileReading
{
    /// <summary>Folder of the rules that are shipped.</summary>
    public static string Shipped { get; } = Path.Combine(AppContext.BaseDirectory, "rules");

    /// <param name="paths">Files and folders; none for the shipped rules.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The files in the order of loading; or the failed load that says which one cannot be read.</returns>
    public static async Task<(List<RuleFile> Files, RuleLoad? Failure)> ReadAsync(string[] paths, CancellationToken cancellationToken)
    {
        var files = new List<RuleFile>();
        foreach (var path in paths.Length == 0 ? [Shipped] : paths)
        {
            try
            {
                var found = Directory.Exists(path) ? InFolder(path) : [path];
                if (found.Count == 0)
                    return (files, RuleLoad.Unreadable(path, $"The folder holds no rule files ({RuleFileNames.Pattern})."));
                foreach (var file in found)
                {
                    if (new FileInfo(file).Length > RuleLoadOptions.MaximumFileLength)
                        return (files, RuleLoad.Unreadable(file, $"The file is longer than {RuleLoadOptions.MaximumFileLength} bytes."));
                    files.Add(new RuleFile(file, await File.ReadAllTextAsync(file, cancellationToken)));
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                return (files, RuleLoad.Unreadable(path, failure.Message));
            }
        }

        return (files, null);
    }

    private static List<string> InFolder(string folder)
    {
        var names = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'));
        return [.. RuleFileNames.InOrder(names).Select(name => Path.Combine(folder, name))];
    }
}
