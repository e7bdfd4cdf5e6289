using System.Collections.Frozen;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Numbers;

/// <summary>The value is one of these numbers of its own kind.</summary>
internal sealed class NumberSetTest(IEnumerable<FieldValue> members) : ValueTest
{
    private readonly FrozenSet<ulong> _members = members.Select(Bits).ToFrozenSet();

    public override bool Passes(in FieldValue value, EventContext context) => _members.Contains(Bits(value));

    private static ulong Bits(FieldValue value) => value.UnsignedNumber;
}
