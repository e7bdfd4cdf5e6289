using System.CommandLine;
using System.Text;
using IncidentMesh.Cli.Analysis;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Cli.Rules;

/// <summary>Reads rule files.</summary>
internal static class RuleFiles
{
    /// <summary>The folder of the rules that are shipped.</summary>
    public static string[] Shipped { get; } = [Path.Combine(AppContext.BaseDirectory, "rules")];

    public static Argument<string[]> Argument() => new Argument<string[]>("file")
    {
        Description = "Rule files and folders of such, the first one first: later ones change what earlier ones define. '-' is standard input.",
        Arity = ArgumentArity.OneOrMore,
    }.WithoutOptions();

    /// <returns>The files; null where one cannot be read, which was said.</returns>
    public static async Task<List<RuleFile>?> ReadAsync(string[] paths, CliHost host, CancellationToken cancellationToken)
    {
        var files = paths.SelectMany(InFolder).ToList();
        if (files.Find(Directory.Exists) is not { } empty)
            return await ReadEachAsync(files, host, cancellationToken);
        host.Fail(ExitCodes.Failed, $"{empty}: the folder holds no rule files ({RuleFileNames.Pattern}).");
        return null;
    }

    /// <summary>Reads files whatever they hold.</summary>
    /// <returns>The files; null where one cannot be read, which was said.</returns>
    public static async Task<List<RuleFile>?> ReadEachAsync(IEnumerable<string> paths, CliHost host, CancellationToken cancellationToken)
    {
        var files = new List<RuleFile>();
        foreach (var path in paths)
        {
            var (opened, error) = await InputFile.OpenAsync(path, host, cancellationToken);
            if (opened is null)
            {
                host.Fail(ExitCodes.Failed, $"{path}: {error}");
                return null;
            }

            await using (opened)
            {
                if (await ReadAsync(opened.Content, cancellationToken) is not { } text)
                {
                    host.Fail(ExitCodes.Failed, $"{path}: the file is longer than {RuleLoadOptions.MaximumFileLength} characters.");
                    return null;
                }

                files.Add(new RuleFile(path, text));
            }
        }

        return files;
    }

    /// <returns>The rules of the files; null where they cannot be read or have errors, which was said.</returns>
    public static async Task<RuleLoad?> LoadAsync(string[] paths, CliHost host, CancellationToken cancellationToken)
    {
        if (await ReadAsync(paths, host, cancellationToken) is not { } files)
            return null;
        var load = RuleLoader.Load(files);
        foreach (var error in load.Errors)
            host.Fail(ExitCodes.Failed, error.ToString());
        return load.Succeeded ? load : null;
    }

    /// <summary>The rule files of a folder in the order of loading; the path itself where it is no folder or holds none.</summary>
    private static IEnumerable<string> InFolder(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        var names = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(path, file).Replace('\\', '/'));
        var found = RuleFileNames.InOrder(names).Select(name => Path.Combine(path, name)).ToList();
        return found.Count > 0 ? found : [path];
    }

    private static async Task<string?> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(content, Encoding.UTF8);
        var text = new StringBuilder();
        var buffer = new char[64 * 1024];
        for (int read; (read = await reader.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (text.Append(buffer, 0, read).Length > RuleLoadOptions.MaximumFileLength)
                return null;
        }

        return text.ToString();
    }
}
