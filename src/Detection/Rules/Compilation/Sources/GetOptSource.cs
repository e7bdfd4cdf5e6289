using System.Text;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Sources;

/// <summary>
/// Options of a command line: a list of the letters that were given and, for those that take one, their values. With a key
/// only the last value of that option, which is empty for an option without one. Arguments that are no option are passed
/// over; <c>--</c> ends the options.
/// </summary>
internal sealed class GetOptSource : ValueSource
{
    private readonly ValueSource _arguments;
    private readonly byte[][] _letters = new byte[256][];
    private readonly bool[] _takesValue = new bool[256];
    private readonly byte? _key;

    /// <param name="arguments">The command line's arguments.</param>
    /// <param name="options">The letters that are known, each with a colon behind it where it takes a value.</param>
    /// <param name="key">One of them, or null for all.</param>
    public GetOptSource(ValueSource arguments, string options, string? key)
    {
        _arguments = arguments;
        _key = key is { Length: 1 } && char.IsAscii(key[0]) ? (byte)key[0] : key is null ? null : (byte)0;
        var bytes = Encoding.UTF8.GetBytes(options);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == ':')
                continue;
            _letters[bytes[i]] = [bytes[i]];
            _takesValue[bytes[i]] = i + 1 < bytes.Length && bytes[i + 1] == ':';
        }
    }

    public override FieldValue Get(EventContext context)
    {
        var arguments = _arguments.Get(context);
        if (arguments.Kind != FieldValueKind.List)
            return FieldValue.Missing;
        var keyed = FieldValue.Missing;
        var from = context.StackDepth;
        for (var i = 0; i < arguments.Items.Length; i++)
        {
            var argument = arguments.Items[i].Utf8;
            if (argument.Span.SequenceEqual("--"u8))
                break;
            if (argument.Length < 2 || argument.Span[0] != '-')
                continue;
            for (var at = 1; at < argument.Length; at++)
            {
                var letter = argument.Span[at];
                if (_letters[letter] is not { } known)
                    continue;
                context.Push(FieldValue.Of(known));
                var value = ReadOnlyMemory<byte>.Empty;
                if (_takesValue[letter])
                {
                    if (at + 1 < argument.Length)
                        value = argument[(at + 1)..];
                    else if (i + 1 < arguments.Items.Length)
                        value = arguments.Items[++i].Utf8;
                    context.Push(FieldValue.Of(value));
                    at = argument.Length;
                }

                if (letter == _key)
                    keyed = FieldValue.Of(value);
            }
        }

        if (_key is null)
            return context.PopList(from);
        context.Pop(from);
        return keyed;
    }
}
