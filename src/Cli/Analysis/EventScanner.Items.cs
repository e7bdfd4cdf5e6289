using IncidentMesh.Sensors;

namespace IncidentMesh.Cli.Analysis;

/// <summary>Lists that are taken item by item, and how one comes back after an error.</summary>
internal sealed partial class EventScanner
{
    private StructureSkip _skip;

    private int TakeItem(ReadOnlyMemory<byte> window, bool final)
    {
        var span = window.Span;
        var between = span.IndexOfAnyExcept(" \t\r\n,"u8);
        if (between != 0)
            return Take(between < 0 ? span : span[..between]);

        if (span[0] == (byte)']')
        {
            _home = Mode.Values;
            _mode = _listIsObject ? Mode.Rest : Mode.Values;
            _skip = StructureSkip.Within;
            return Take(span[..1]);
        }

        if (_indent < 0)
            _indent = _column;
        var item = ValueExtent.Of(span, final, Limits.MaxDepth, _column);
        switch (item.Kind)
        {
            case ExtentKind.Whole:
                if (TrySplit(window[..item.Length], sink) is { } error)
                    sink.OnUnreadable(_line, error);
                return Take(span[..item.Length]);
            case ExtentKind.More when final:
                _broken = true;
                sink.OnUnreadable(_line, "the file ends in the middle of this event.");
                return Take(span);
            case ExtentKind.More when span.Length < largestValue:
                return 0;
            case ExtentKind.More:
                sink.OnUnreadable(_line, $"an event of more than {largestValue} bytes.");
                return PassOver(span, Mode.Items);
            default:
                _broken = true;
                sink.OnUnreadable(_line + item.Line, item.Error);
                return Lose(span[..1], Mode.Items, _indent);
        }
    }

    private int SkipRest(ReadOnlySpan<byte> span)
    {
        var (length, outcome) = _skip.Over(span);
        if (outcome == SkipOutcome.Ended)
            _mode = _home;
        else if (outcome == SkipOutcome.Broken)
            return Lose(span[..length], _home, _home == Mode.Items ? _indent : long.MaxValue);
        return Take(span[..length]);
    }

    /// <summary>Looks for a line that begins something no deeper than what the error was in.</summary>
    private int FindBeginning(ReadOnlySpan<byte> span, bool final)
    {
        var lineEnd = span.IndexOf((byte)'\n');
        if (lineEnd != 0)
            return Take(lineEnd < 0 ? span : span[..lineEnd]);

        var blanks = CountBlanks(span);
        if (blanks == span.Length)
            return final ? Take(span) : span.Length < largestValue ? 0 : Take(span[..^1]);

        var taken = Take(span[..blanks]);
        if (_column <= _indent && (span[blanks] is (byte)'{' or (byte)'[' || (span[blanks] == (byte)']' && _home == Mode.Items)))
            _mode = _home;
        return taken;
    }

    /// <returns>Null where the piece's events were taken, else why none of them was.</returns>
    private string? TrySplit(ReadOnlyMemory<byte> piece, IEventSink events)
    {
        var split = EventSplitter.Split(piece, Limits);
        if (split.Fatal is { } fatal)
            return WithoutLine(fatal);

        var (rejected, counted, line) = (0, 0, _line);
        foreach (var range in split.Events)
        {
            var start = range.Start.Value;
            while (rejected < split.Rejected.Count && split.Rejected[rejected].Range.Start.Value < start)
                Reject(split.Rejected[rejected++]);
            line += piece.Span[counted..start].Count((byte)'\n');
            counted = start;
            events.OnEvent(piece.Span[range], line);
        }

        while (rejected < split.Rejected.Count)
            Reject(split.Rejected[rejected++]);
        return null;

        void Reject(RejectedEvent piece) => events.OnUnreadable(_line + piece.Line - 1, piece.Error);
    }

    /// <summary>The splitter names the line within the piece; ours is the file's.</summary>
    private static string WithoutLine(string error) =>
        error.StartsWith("line ", StringComparison.Ordinal) && error.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end
            ? error[(end + 2)..]
            : error;
}
