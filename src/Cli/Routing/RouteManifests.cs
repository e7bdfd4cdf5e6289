using IncidentMesh.Cli.Analysis;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Response.Routing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace IncidentMesh.Cli.Routing;

/// <summary>Reads from manifests whom they want to be told: labels and annotations of one workload and its namespace.</summary>
internal static class RouteManifests
{
    private const int MostCharacters = 4 * 1024 * 1024;

    /// <returns>The signs, or what is wrong with the file.</returns>
    public static async Task<(IReadOnlyList<ContextSign>? Signs, string? Error)> ReadAsync(string path, CliHost host, CancellationToken cancellationToken)
    {
        var (opened, error) = await InputFile.OpenAsync(path, host, cancellationToken);
        if (opened is null)
            return (null, error);
        await using (opened)
        {
            try
            {
                using var reader = new StreamReader(opened.Content);
                var buffer = new char[MostCharacters + 1];
                var length = await reader.ReadBlockAsync(buffer, cancellationToken);
                if (length > MostCharacters)
                    return (null, $"it has more than {MostCharacters / (1024 * 1024)} MiB: name one workload and its namespace.");
                return Read(new string(buffer, 0, length));
            }
            catch (YamlException wrong)
            {
                return (null, $"it is no YAML, at line {wrong.Start.Line}: {wrong.Message.ReplaceLineEndings(" ")}");
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException)
            {
                return (null, $"it cannot be read: {failure.Message}");
            }
        }
    }

    private static (IReadOnlyList<ContextSign>? Signs, string? Error) Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var signs = new List<ContextSign>();
        var namespaces = new List<YamlMappingNode>();
        (string Kind, string? Namespace)? workload = null;
        foreach (var document in stream.Documents)
        {
            if (document.RootNode is not YamlMappingNode root || Child(root, "kind") is not YamlScalarNode { Value: { } kind })
                return (null, "it holds something without a kind: write Kubernetes manifests.");
            if (kind == "Namespace")
            {
                namespaces.Add(root);
            }
            else if (Child(root, "spec") is YamlMappingNode spec && (kind == "Pod" || Child(spec, "template") is not null || Child(spec, "jobTemplate") is not null))
            {
                if (workload is { } other)
                    return (null, $"it holds two workloads, {other.Kind} and {kind}: name one.");
                workload = (kind, Metadata(root, "namespace"));
                Add(root, ContextPlace.WorkloadAnnotation, ContextPlace.WorkloadLabel);
            }
        }

        if (workload is not { } found)
            return (null, "it holds no workload.");
        foreach (var one in namespaces.Where(one => found.Namespace is null || Metadata(one, "name") == found.Namespace))
            Add(one, ContextPlace.NamespaceAnnotation, ContextPlace.NamespaceLabel);
        return (signs, null);

        void Add(YamlMappingNode root, ContextPlace annotation, ContextPlace label)
        {
            foreach (var (member, place) in new[] { ("annotations", annotation), ("labels", label) })
            {
                if (Child(Child(root, "metadata") as YamlMappingNode, member) is not YamlMappingNode texts)
                    continue;
                signs.AddRange(RouteBook.Keys.Where(key => Child(texts, key) is YamlScalarNode)
                    .Select(key => new ContextSign(place, key, ((YamlScalarNode)Child(texts, key)!).Value ?? "")));
            }
        }
    }

    private static string? Metadata(YamlMappingNode root, string name) =>
        (Child(Child(root, "metadata") as YamlMappingNode, name) as YamlScalarNode)?.Value;

    private static YamlNode? Child(YamlMappingNode? node, string name) =>
        node is not null && node.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;
}
