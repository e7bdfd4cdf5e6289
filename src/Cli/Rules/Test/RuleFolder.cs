using IncidentMesh.Detection.Rules.Testing;

namespace IncidentMesh.Cli.Rules.Test;

/// <summary>The rule files and the files of test events in folders.</summary>
/// <param name="Rules">Paths of rule files in the order in which they are loaded.</param>
/// <param name="Tests">Paths of files of test events.</param>
internal sealed record RuleFolder(IReadOnlyList<string> Rules, IReadOnlyList<string> Tests)
{
    /// <summary>Searches folders with all below them; a path that is no folder is taken for a file.</summary>
    /// <param name="paths">As they were named.</param>
    /// <param name="error">Why one cannot be searched; null where all can.</param>
    public static RuleFolder? Find(IEnumerable<string> paths, out string? error)
    {
        error = null;
        var found = new List<string>();
        foreach (var path in paths)
        {
            try
            {
                if (Directory.Exists(path))
                    found.AddRange(FilesIn(path));
                else
                    found.Add(path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                error = $"{path}: it cannot be searched: {failure.Message}";
                return null;
            }
        }

        var tests = found.ToLookup(file => file.EndsWith(RuleTestFile.Suffix, StringComparison.Ordinal));
        if (!tests[false].Any())
            error = $"{string.Join(", ", paths)}: there is no rule file here: their names end in .yaml or .yml.";
        return error is null ? new RuleFolder([.. tests[false]], [.. tests[true]]) : null;
    }

    private static IEnumerable<string> FilesIn(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".yml", StringComparison.Ordinal))
        .OrderBy(file => Path.GetRelativePath(folder, file), StringComparer.Ordinal);
}
