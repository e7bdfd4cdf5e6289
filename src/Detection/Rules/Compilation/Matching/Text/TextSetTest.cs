using System.Collections.Frozen;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Text;

/// <summary>The value is one of these.</summary>
internal sealed class TextSetTest : ValueTest
{
    private readonly FrozenSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _members;
    private readonly int _shortest;
    private readonly int _longest;

    public TextSetTest(IReadOnlyCollection<byte[]> members)
    {
        _members = members.ToFrozenSet(Utf8Comparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
        _shortest = members.Count == 0 ? int.MaxValue : members.Min(member => member.Length);
        _longest = members.Count == 0 ? -1 : members.Max(member => member.Length);
    }

    public override bool Passes(in FieldValue value, EventContext context)
    {
        var text = value.Utf8.Span;
        return text.Length >= _shortest && text.Length <= _longest && _members.Contains(text);
    }
}
