using System.Text.Json;
using System.Text.Unicode;

namespace IncidentMesh.Sensors.Framing;

/// <summary>One run of <see cref="EventSplitter"/>.</summary>
internal ref struct BodySplitting(ReadOnlySpan<byte> body, SplitLimits limits)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private readonly JsonReaderOptions _options = new() { MaxDepth = limits.MaxDepth };
    private readonly bool _validUtf8 = Utf8.IsValid(body);
    private readonly List<Range> _events = [];
    private readonly List<RejectedEvent> _rejected = [];
    private readonly LineCounter _lines = new();
    private Problem? _fatal;
    private bool _anyValue;
    private bool _overfull;

    public readonly SplitResult ToResult() => _fatal is { } fatal
        ? new SplitResult([], [], $"line {fatal.Line}: {fatal.Text}")
        : new SplitResult(_events, _rejected, null);

    public void Run()
    {
        var at = _body.StartsWith("\uFEFF"u8) ? 3 : 0;
        Problem? first = null;
        var any = false;
        while (at < _body.Length)
        {
            var length = _body[at..].IndexOf((byte)'\n');
            var (start, end) = Trim(at, length < 0 ? _body.Length : at + length);
            at = length < 0 ? _body.Length : at + length + 1;
            if (start == end)
                continue;

            if (TakeValue(start, end) is { } problem)
            {
                if (!any)
                {
                    // Not a line by itself: the first of a document over several lines, or just bad.
                    var (_, last) = Trim(at, _body.Length);
                    first = last > at ? TakeValue(start, last) : problem;
                    if (first is null)
                        at = _body.Length;
                }

                if (any || first is not null)
                    Reject(start, end, problem);
            }

            any = true;
            if (_overfull || _events.Count + _rejected.Count > limits.MaxEvents)
            {
                _fatal = new Problem(_lines.At(_body, start), $"more than {limits.MaxEvents} events.");
                return;
            }
        }

        if (!_anyValue)
            _fatal = first ?? new Problem(1, "the body is empty.");
    }

    /// <summary>Takes the one value between two offsets.</summary>
    /// <returns>Null, or why nothing of it was taken.</returns>
    private Problem? TakeValue(int start, int end)
    {
        var piece = _body[start..end];
        if (piece[0] is not ((byte)'{' or (byte)'['))
            return NoObject(start);
        if (!_validUtf8 && !Utf8.IsValid(piece))
            return new Problem(_lines.At(_body, start + InvalidUtf8.IndexIn(piece)), "not valid UTF-8.");

        var (events, rejected, overfull) = (_events.Count, _rejected.Count, _overfull);
        try
        {
            var reader = new Utf8JsonReader(piece, _options);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
                TakeElements(ref reader, start, listsToo: true);
            else
                TakeObject(ref reader, start, listsToo: true);

            // Whatever follows the value is an error that only reading on shows.
            reader.Read();
            _anyValue = true;
            return null;
        }
        catch (JsonException exception)
        {
            RollBack(events, rejected, overfull);
            return Problem.Of(exception, _lines.At(_body, start), limits);
        }
    }

    /// <summary>Takes an array's elements; the reader stands on its start and is left on its end.</summary>
    private void TakeElements(ref Utf8JsonReader reader, int offset, bool listsToo)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                TakeObject(ref reader, offset, listsToo);
                continue;
            }

            var start = offset + (int)reader.TokenStartIndex;
            reader.Skip();
            if (HasRoom())
                Reject(start, offset + (int)reader.BytesConsumed, NoObject(start));
        }
    }

    /// <summary>Takes an object as an event, or an EventList's items; the reader stands on its start and is left on its end.</summary>
    private void TakeObject(ref Utf8JsonReader reader, int offset, bool listsToo)
    {
        var start = offset + (int)reader.TokenStartIndex;
        var (events, rejected, overfull) = (_events.Count, _rejected.Count, _overfull);
        if (!listsToo)
            reader.Skip();
        else if (ReadMembers(ref reader, offset))
            return;

        // Items may have been taken on suspicion, before the kind was known.
        RollBack(events, rejected, overfull);
        var end = offset + (int)reader.BytesConsumed;
        if (!HasRoom())
            return;
        if (end - start > limits.MaxEventBytes)
            Reject(start, end, new Problem(_lines.At(_body, start), $"an event of {end - start} bytes; {limits.MaxEventBytes} are allowed."));
        else
            _events.Add(start..end);
    }

    /// <returns>Whether it was an EventList, whose items are taken then.</returns>
    private bool ReadMembers(ref Utf8JsonReader reader, int offset)
    {
        var (isList, kindKnown, itemsKnown) = (false, false, false);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            // Only unescaped names count: no API server escapes them.
            var name = reader.ValueSpan;
            if (name.Length == 4 && name.SequenceEqual("kind"u8))
            {
                reader.Read();
                kindKnown = true;
                isList = reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("EventList"u8);
            }
            else if (name.Length == 5 && !itemsKnown && (isList || !kindKnown) && name.SequenceEqual("items"u8))
            {
                reader.Read();
                itemsKnown = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.Null;
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    TakeElements(ref reader, offset, listsToo: false);
                    continue;
                }
            }

            reader.Skip();
        }

        return isList && itemsKnown;
    }

    private bool HasRoom()
    {
        _overfull |= _events.Count + _rejected.Count >= limits.MaxEvents;
        return !_overfull;
    }

    private void RollBack(int events, int rejected, bool overfull)
    {
        if (_events.Count > events)
            _events.RemoveRange(events, _events.Count - events);
        if (_rejected.Count > rejected)
            _rejected.RemoveRange(rejected, _rejected.Count - rejected);
        _overfull = overfull;
    }

    private readonly void Reject(int start, int end, Problem problem) =>
        _rejected.Add(new RejectedEvent(problem.Line, problem.Text, start..end));

    private readonly Problem NoObject(int start) => new(_lines.At(_body, start), "an event must be a JSON object.");

    private readonly (int Start, int End) Trim(int start, int end)
    {
        while (start < end && IsBlank(_body[start]))
            start++;
        while (end > start && IsBlank(_body[end - 1]))
            end--;
        return (start, end);
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
