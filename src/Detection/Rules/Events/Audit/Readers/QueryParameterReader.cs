using System.Buffers;
using System.Buffers.Text;
using System.Text;
using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>
/// The first value of one parameter of the request's query. Read as Go's <c>url.ParseQuery</c> does: one mistake anywhere in
/// the query, and there are no parameters.
/// </summary>
internal sealed class QueryParameterReader(string name) : AuditReader
{
    private static readonly SearchValues<byte> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (byte)code), 127]);

    private readonly byte[] _name = Encoding.UTF8.GetBytes(name);

    public override FieldValue Read(JsonIndex json)
    {
        var node = json.Find(JsonIndex.Root, "requestURI"u8);
        if (node == JsonIndex.None)
            return FieldValue.Missing;
        var uri = json.TextOf(node);
        if (uri.Span.ContainsAny(ControlCharacters))
            return FieldValue.Missing;
        if (uri.Span.IndexOf((byte)'#') is >= 0 and var fragment)
            uri = uri[..fragment];
        return uri.Span.IndexOf((byte)'?') is >= 0 and var query ? Find(json, uri[(query + 1)..]) : FieldValue.Missing;
    }

    private FieldValue Find(JsonIndex json, ReadOnlyMemory<byte> query)
    {
        var found = FieldValue.Missing;
        while (!query.IsEmpty)
        {
            var end = query.Span.IndexOf((byte)'&');
            var pair = end < 0 ? query : query[..end];
            query = end < 0 ? default : query[(end + 1)..];
            if (pair.Span.Contains((byte)';'))
                return FieldValue.Missing;
            var equals = pair.Span.IndexOf((byte)'=');
            if (!TryUnescape(json, equals < 0 ? pair : pair[..equals], out var key)
                || !TryUnescape(json, equals < 0 ? default : pair[(equals + 1)..], out var value))
                return FieldValue.Missing;
            if (found.IsMissing && !pair.IsEmpty && key.Span.SequenceEqual(_name))
                found = FieldValue.Of(value);
        }

        return found;
    }

    private static bool TryUnescape(JsonIndex json, ReadOnlyMemory<byte> raw, out ReadOnlyMemory<byte> text)
    {
        text = raw;
        if (raw.Span.IndexOfAny((byte)'%', (byte)'+') < 0)
            return true;
        var rented = json.Arena.Rent(raw.Length);
        var from = raw.Span;
        var to = 0;
        for (; !from.IsEmpty; from = from[1..])
        {
            var letter = from[0];
            if (letter == (byte)'%')
            {
                if (from.Length < 3 || !Utf8Parser.TryParse(from[1..3], out letter, out var read, 'x') || read != 2)
                    return false;
                from = from[2..];
            }
            else if (letter == (byte)'+')
            {
                letter = (byte)' ';
            }

            rented.Span[to++] = letter;
        }

        text = json.Arena.Keep(rented, to);
        return true;
    }
}
