using System.Buffers;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Text;

/// <summary>The value has this text in it, whatever the case of ASCII letters.</summary>
internal sealed class ContainsIgnoringCaseTest : ValueTest
{
    private readonly byte[] _lower;
    private readonly SearchValues<byte> _first;

    public ContainsIgnoringCaseTest(ReadOnlySpan<byte> part)
    {
        _lower = AsciiCase.Lower(part);
        _first = SearchValues.Create(_lower.Length == 0 ? [] : [_lower[0], AsciiCase.Upper(_lower[0])]);
    }

    public override bool Passes(in FieldValue value, EventContext context)
    {
        if (_lower.Length == 0)
            return true;
        for (var rest = value.Utf8.Span; ;)
        {
            var start = rest.IndexOfAny(_first);
            if (start < 0 || rest.Length - start < _lower.Length)
                return false;
            if (AsciiCase.StartsWith(rest[start..], _lower))
                return true;
            rest = rest[(start + 1)..];
        }
    }
}
