using System.Collections.Frozen;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Addresses;

/// <summary>The value is one of these addresses.</summary>
internal sealed class IpTest(IEnumerable<IpValue> members) : ValueTest
{
    private readonly FrozenSet<IpValue> _members = members.ToFrozenSet();

    public override bool Passes(in FieldValue value, EventContext context) => _members.Contains(value.Ip);
}
