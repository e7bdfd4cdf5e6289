using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Addresses;

/// <summary>The value is an address in one of these networks.</summary>
internal sealed class IpRangeTest(IEnumerable<IpRange> ranges) : ValueTest
{
    private readonly ImmutableArray<IpRange> _ranges = [.. ranges];

    public override bool Passes(in FieldValue value, EventContext context)
    {
        var address = value.Ip;
        foreach (var range in _ranges)
        {
            if (range.Contains(address))
                return true;
        }

        return false;
    }
}
