using System.Text;
using System.Text.Json;

namespace IncidentMesh.Kubernetes.Resources;

/// <summary>
/// Which fields of an object are kept: <c>spec(type,ports(port)),status</c> keeps <c>spec.type</c>, the port of each of
/// <c>spec.ports</c> and all of <c>status</c>. <c>*()</c> keeps of any other member that it is there.
/// </summary>
internal sealed class FieldMask
{
    private readonly List<(byte[] Name, FieldMask? Below)> _fields = [];
    private bool _marksOthers;

    private FieldMask()
    {
    }

    /// <summary>The members are the annotations of an object: those that are read somewhere are kept, see <see cref="KeptAnnotations"/>.</summary>
    public bool IsAnnotations { get; private init; }

    /// <exception cref="FormatException">The parentheses do not match, or a name is missing.</exception>
    public static FieldMask Parse(string text)
    {
        var position = 0;
        var mask = Parse(text, ref position);
        return position == text.Length ? mask : throw new FormatException($"A ')' too many at {position} of '{text}'.");
    }

    /// <summary>Whether the member whose name the reader stands on is kept.</summary>
    /// <param name="reader">On a property name.</param>
    /// <param name="below">What is kept of it; null for all.</param>
    public bool Keeps(ref Utf8JsonReader reader, out FieldMask? below)
    {
        foreach (var (name, mask) in _fields)
        {
            if (!reader.ValueTextEquals(name))
                continue;
            below = mask;
            return true;
        }

        below = Nothing;
        return _marksOthers;
    }

    /// <summary>Of an object kept by this only its braces remain.</summary>
    public bool IsNothing => _fields.Count == 0 && !IsAnnotations && !_marksOthers;

    private static readonly FieldMask Nothing = new();

    private static readonly FieldMask AnnotationNames = new() { IsAnnotations = true };

    private static FieldMask Parse(string text, ref int position)
    {
        var mask = new FieldMask();
        while (true)
        {
            var start = position;
            while (position < text.Length && text[position] is not (',' or '(' or ')'))
                position++;
            var name = text[start..position];
            var below = name == "annotations" ? AnnotationNames : null;
            if (position < text.Length && text[position] == '(')
            {
                position++;
                below = text[position] == ')' ? Nothing : Parse(text, ref position);
                if (position >= text.Length || text[position] != ')')
                    throw new FormatException($"A ')' is missing in '{text}'.");
                position++;
            }

            if (name.Length == 0)
                throw new FormatException($"A name is missing at {start} of '{text}'.");
            if (name == "*")
                mask._marksOthers = true;
            else
                mask._fields.Add((Encoding.UTF8.GetBytes(name), below));
            if (position >= text.Length || text[position] != ',')
                return mask;
            position++;
        }
    }
}
