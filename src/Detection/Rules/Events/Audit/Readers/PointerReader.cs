using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>The value that a JSON pointer (RFC 6901) names.</summary>
internal sealed class PointerReader(string pointer) : AuditReader
{
    private readonly ImmutableArray<byte[]> _steps =
    [
        .. (pointer is ['/', .. var rest] ? rest : pointer).Split('/').Select(step =>
            Encoding.UTF8.GetBytes(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))),
    ];

    public override FieldValue Read(JsonIndex json)
    {
        var node = JsonIndex.Root;
        foreach (var step in _steps)
        {
            node = json.KindOf(node) == JsonTokenType.StartArray ? ItemAt(json, node, step) : json.Find(node, step);
            if (node == JsonIndex.None)
                return FieldValue.Missing;
        }

        return FieldValue.Of(json.TextOf(node));
    }

    private static int ItemAt(JsonIndex json, int array, ReadOnlySpan<byte> step)
    {
        var isIndex = Utf8Parser.TryParse(step, out ulong index, out var read) && read == step.Length && (step[0] != '0' || read == 1);
        return isIndex ? json.ItemAt(array, index) : JsonIndex.None;
    }
}
