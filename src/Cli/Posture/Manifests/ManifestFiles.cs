using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IncidentMesh.Cli.Analysis;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Posture.Manifests;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Pods.Reading;

namespace IncidentMesh.Cli.Posture.Manifests;

/// <summary>Reads the pods and pod templates of manifests, and says what could not be read.</summary>
/// <param name="host">Where it is said.</param>
/// <param name="look">Is shown each document, for what else is in it, and says what it cannot read.</param>
internal sealed class ManifestFiles(CliHost host, Func<JsonElement, IReadOnlyList<ReadProblem>>? look = null)
{
    /// <summary>Problems that are named; further ones are only counted.</summary>
    private const int MostNamed = 20;

    private static readonly string[] Endings = [".yaml", ".yml", ".json", ".jsonl", ".ndjson"];

    /// <summary>Objects, documents and files that could not be read.</summary>
    public int Unread { get; private set; }

    public static Argument<string[]> Argument() => new Argument<string[]>("file")
    {
        Description = "Manifests, and folders of such: YAML, JSON, JSON Lines; also as .gz. '-' is standard input.",
        Arity = ArgumentArity.OneOrMore,
    }.WithoutOptions();

    public async IAsyncEnumerable<FoundPod> ReadAsync(string[] paths, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in paths.SelectMany(InFolder))
        {
            if (await ContentAsync(file, cancellationToken) is not { } content)
                continue;
            foreach (var document in ManifestReader.Read(file, content))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (document.Problem is { } problem)
                {
                    Refuse(file, document.Line, $"the document {problem}");
                    continue;
                }

                var reading = PodReader.Read(document.Root);
                foreach (var one in reading.Problems.Concat(look?.Invoke(document.Root) ?? []))
                    Refuse(file, document.Line, one.ToString());
                foreach (var pod in reading.Pods)
                    yield return new FoundPod(file, document.Line, pod);
            }
        }

        if (Unread > MostNamed)
            host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"incidentmesh: and {Unread - MostNamed:N0} problems more."));
    }

    /// <summary>Prints a line of JSON, or a YAML document, for each.</summary>
    public static void Print(CliHost host, OutputFormat format, IEnumerable<JsonElement> all)
    {
        foreach (var one in all)
            host.Output.Write(format == OutputFormat.Json ? $"{JsonText.Compact(one)}\n" : $"---\n{YamlText.Of(one)}");
        host.Output.Flush();
    }

    private IReadOnlyList<string> InFolder(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        List<string> files =
        [
            .. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(static file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal),
        ];
        if (files.Count == 0)
            Refuse(path, null, $"there are no files in this folder that end in {string.Join(", ", Endings)}.");
        return files;
    }

    /// <returns>The bytes of a file; null where it cannot be read, which was said.</returns>
    public async Task<ReadOnlyMemory<byte>?> ContentAsync(string file, CancellationToken cancellationToken)
    {
        var (content, error) = await InputFile.ReadWholeAsync(file, "split it", host, cancellationToken);
        if (content is null)
            Refuse(file, null, error);
        return content;
    }

    /// <summary>Says what could not be read.</summary>
    public void Refuse(string file, int? line, string why)
    {
        if (++Unread <= MostNamed)
            host.Fail(ExitCodes.Failed, line is { } number ? string.Create(CultureInfo.InvariantCulture, $"{file}:{number}: {why}") : $"{file}: {why}");
    }
}

/// <param name="File">As it was named.</param>
/// <param name="Line">Where the document begins that it stands in, from 1.</param>
/// <param name="Pod">The pod, or the template that pods are made from.</param>
internal sealed record FoundPod(string File, int Line, PodManifest Pod);
