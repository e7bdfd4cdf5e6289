using System.Buffers;
using System.Text.Json;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection.Posture.Manifests;

/// <summary>Makes YAML documents the JSON that kubectl makes of them, within bounds: aliases may repeat, but not without end.</summary>
internal static class YamlConversion
{
    public const int MaximumDepth = 64;

    /// <summary>Most bytes of JSON for one document. The largest object that an API server takes has 3 MiB; a list of them may be larger.</summary>
    private const int MaximumJsonBytes = 64 * 1024 * 1024;

    public static IEnumerable<ManifestDocument> Read(string name, string text)
    {
        var roots = YamlReader.Read(new RuleFile(name, text), out var error);
        foreach (var root in roots)
        {
            // A separator without a document behind it.
            if (root is YamlScalar { IsNull: true })
                continue;
            var (document, problem) = ToJson(root);
            using (document)
                yield return problem ?? new ManifestDocument(root.Place.Line, document!.RootElement, null);
        }

        if (error is { } broken)
            yield return new ManifestDocument(Math.Max(1, broken.Place.Line), default, $"is no YAML that can be read: {broken.Message.TrimEnd('.')}.");
    }

    private static (JsonDocument? Document, ManifestDocument? Problem) ToJson(YamlNode root)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true }))
        {
            if (new Conversion(writer).Write(root, 1) is { } problem)
                return (null, problem);
        }

        return (JsonDocument.Parse(bytes.WrittenMemory, new JsonDocumentOptions { MaxDepth = MaximumDepth }), null);
    }

    private sealed class Conversion(Utf8JsonWriter writer)
    {
        /// <returns>What is wrong with it, or null.</returns>
        public ManifestDocument? Write(YamlNode node, int depth)
        {
            if (depth > MaximumDepth)
                return At(node, $"nests deeper than {MaximumDepth} with its aliases.");
            if (writer.BytesCommitted + writer.BytesPending > MaximumJsonBytes)
                return At(node, $"grows beyond {MaximumJsonBytes / (1024 * 1024)} MiB with its aliases.");
            switch (node)
            {
                case YamlMapping mapping:
                    return WriteMapping(mapping, depth);
                case YamlSequence sequence:
                    writer.WriteStartArray();
                    foreach (var item in sequence.Items)
                    {
                        if (Write(item, depth + 1) is { } problem)
                            return problem;
                    }

                    writer.WriteEndArray();
                    return null;
                default:
                    PlainScalar.Write(writer, (YamlScalar)node);
                    return null;
            }
        }

        private ManifestDocument? WriteMapping(YamlMapping mapping, int depth)
        {
            var members = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
            foreach (var (key, value) in mapping.Entries)
            {
                if (!IsMerge(key) && !members.TryAdd(key.Value, value))
                    return At(key, "has a key for the second time.");
            }

            foreach (var (key, value) in mapping.Entries)
            {
                if (IsMerge(key) && Merge(members, value, 1) is { } problem)
                    return problem;
            }

            writer.WriteStartObject();
            foreach (var (key, value) in members)
            {
                writer.WritePropertyName(key);
                if (Write(value, depth + 1) is { } problem)
                    return problem;
            }

            writer.WriteEndObject();
            return null;
        }

        private static bool IsMerge(YamlScalar key) => key is { IsPlain: true, Value: "<<" };

        /// <summary>Takes over what is not there yet from a mapping, or from several.</summary>
        private static ManifestDocument? Merge(Dictionary<string, YamlNode> members, YamlNode from, int depth)
        {
            if (depth > MaximumDepth)
                return At(from, $"nests deeper than {MaximumDepth} with its aliases.");
            switch (from)
            {
                case YamlMapping mapping:
                    foreach (var (key, value) in mapping.Entries)
                    {
                        if (!IsMerge(key))
                            members.TryAdd(key.Value, value);
                        else if (Merge(members, value, depth + 1) is { } problem)
                            return problem;
                    }

                    return null;
                case YamlSequence sequence:
                    foreach (var item in sequence.Items)
                    {
                        if (Merge(members, item, depth + 1) is { } problem)
                            return problem;
                    }

                    return null;
                default:
                    return At(from, "is merged by '<<', and is no mapping.");
            }
        }

        private static ManifestDocument At(YamlNode node, string problem) => new(Math.Max(1, node.Place.Line), default, problem);
    }
}
