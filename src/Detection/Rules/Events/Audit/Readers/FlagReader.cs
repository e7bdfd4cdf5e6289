using System.Text;
using System.Text.Json;
using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>Whether any value is true, or equal to a text; missing where there is no such path.</summary>
/// <param name="walk">Finds the values.</param>
/// <param name="wanted">The text, or the start of it before a star; null for true.</param>
internal sealed class FlagReader(NodeWalk walk, string? wanted = null) : AuditReader
{
    private static readonly FieldValue True = FieldValue.Of("true"u8.ToArray());
    private static readonly FieldValue False = FieldValue.Of("false"u8.ToArray());
    private readonly bool _isPrefix = wanted is [.., '*'];
    private readonly byte[] _wanted = Encoding.UTF8.GetBytes(wanted is [.. var start, '*'] ? start : wanted ?? "");

    public override FieldValue Read(JsonIndex json)
    {
        if (walk.In(json) is not { } nodes)
            return FieldValue.Missing;
        foreach (var node in nodes)
        {
            if (node != JsonIndex.None && Holds(json, node))
                return True;
        }

        return False;
    }

    private bool Holds(JsonIndex json, int node)
    {
        if (wanted is null)
            return json.KindOf(node) == JsonTokenType.True;
        var text = json.TextOf(node).Span;
        return _isPrefix ? text.StartsWith(_wanted) : text.SequenceEqual(_wanted);
    }
}
