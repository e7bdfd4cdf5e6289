using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Text;

/// <summary>
/// The value begins with one of many texts. They are sorted, and those that begin with another of them are left out; then
/// only the last one that is not greater than the value can be its beginning.
/// </summary>
internal sealed class PrefixSetTest : ValueTest
{
    private readonly ImmutableArray<byte[]> _prefixes;

    public PrefixSetTest(IEnumerable<byte[]> prefixes)
    {
        var kept = ImmutableArray.CreateBuilder<byte[]>();
        foreach (var prefix in prefixes.Order(Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other))))
        {
            if (kept.Count == 0 || !prefix.AsSpan().StartsWith(kept[^1]))
                kept.Add(prefix);
        }

        _prefixes = kept.ToImmutable();
    }

    public override bool Passes(in FieldValue value, EventContext context)
    {
        var text = value.Utf8.Span;
        var low = 0;
        var high = _prefixes.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (text.SequenceCompareTo(_prefixes[middle]) < 0)
                high = middle;
            else
                low = middle + 1;
        }

        return low > 0 && text.StartsWith(_prefixes[low - 1]);
    }
}
