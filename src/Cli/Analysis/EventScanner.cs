using IncidentMesh.Sensors;

namespace IncidentMesh.Cli.Analysis;

/// <summary>
/// Finds the events of a file of any size through a window over it. A file is JSON Lines, or JSON values over any
/// number of lines one after the other; a value is an event, an array of events, or an EventList. Within
/// <see cref="LargestValue"/> a value is taken as ingest takes it; a larger list is taken item by item, and so is one
/// that is broken, so that what is whole in it still counts.
/// </summary>
/// <remarks>A mistake costs the line it stands in, or the event; never the rest of the file.</remarks>
internal sealed partial class EventScanner(IEventSink sink, int largestValue = EventScanner.LargestValue)
{
    /// <summary>Bytes of a window in which everything but a list must fit.</summary>
    public const int LargestValue = 8 * 1024 * 1024;

    private static readonly SplitLimits Limits = SplitLimits.Default with { MaxEvents = int.MaxValue };

    private Mode _mode;

    /// <summary>Where an error leads back to.</summary>
    private Mode _home;
    private long _line = 1;

    /// <summary>Bytes since the last line break.</summary>
    private long _column;

    /// <summary>Column of the list's first item: an error is over where a line begins an item no deeper than this.</summary>
    private long _indent = -1;
    private bool _listIsObject;
    private bool _begun;
    private bool _broken;

    private enum Mode
    {
        /// <summary>Before a value that stands for itself.</summary>
        Values,

        /// <summary>Within a list that is taken item by item.</summary>
        Items,

        /// <summary>Within something of no use, until it ends.</summary>
        Rest,

        /// <summary>After an error, until something begins again.</summary>
        Lost,
    }

    /// <summary>Line that is next, from 1.</summary>
    public long Line => _line;

    /// <summary>Takes what is whole in a window.</summary>
    /// <param name="window">The file from where the last call stopped.</param>
    /// <param name="final">Whether the file ends with it.</param>
    /// <returns>Bytes taken: more must follow the others. Never 0 where the window has <c>largestValue</c> bytes or is final.</returns>
    public int Scan(ReadOnlyMemory<byte> window, bool final)
    {
        var at = 0;
        if (!_begun && (window.Length >= 3 || final))
        {
            _begun = true;
            at = window.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
        }

        while (_begun && at < window.Length)
        {
            var before = _mode;
            var taken = before switch
            {
                Mode.Values => TakeValue(window[at..], final),
                Mode.Items => TakeItem(window[at..], final),
                Mode.Rest => SkipRest(window.Span[at..]),
                _ => FindBeginning(window.Span[at..], final),
            };
            if (taken == 0 && _mode == before)
                break;
            at += taken;
        }

        return at;
    }

    /// <summary>The file has ended.</summary>
    public void End()
    {
        if (_mode is Mode.Items or Mode.Rest && !_broken)
            sink.OnUnreadable(_line, "the file ends before its list does.");
    }

    private int TakeValue(ReadOnlyMemory<byte> window, bool final)
    {
        var span = window.Span;
        var blanks = CountBlanks(span);
        if (blanks > 0)
            return Take(span[..blanks]);

        var lineEnd = span.IndexOf((byte)'\n');
        if (lineEnd < 0 && !final && span.Length < largestValue)
            return 0;
        var length = lineEnd < 0 ? span.Length : lineEnd;
        if (span[0] is not ((byte)'{' or (byte)'['))
        {
            sink.OnUnreadable(_line, "an event must be a JSON object.");
            return lineEnd < 0 && !final ? Lose(span[..1], Mode.Values, long.MaxValue) : Take(span[..length]);
        }

        string? error = null;
        if (lineEnd >= 0 || final)
        {
            error = TrySplit(window[..length], sink);
            if (error is null)
                return Take(span[..length]);
        }

        return TakeOverLines(window, final, lineEnd < 0 && !final ? 0 : length, error);
    }

    /// <summary>Takes a value that is not whole in its first line, or not right.</summary>
    /// <remarks>
    /// <c>lineLength</c> is 0 where the window does not even hold the first line; <c>lineError</c> says why that line is no
    /// value by itself, where it is in the window.
    /// </remarks>
    private int TakeOverLines(ReadOnlyMemory<byte> window, bool final, int lineLength, string? lineError)
    {
        var span = window.Span;
        var value = ValueExtent.Of(span, final, Limits.MaxDepth, _column);
        if (value.Kind == ExtentKind.More && !final && span.Length < largestValue)
            return 0;
        if (value.Kind == ExtentKind.Whole && value.Length > lineLength)
        {
            lineError = TrySplit(window[..value.Length], sink);
            if (lineError is null)
                return Take(span[..value.Length]);
        }

        if (ValueExtent.StartOfItems(span, Limits.MaxDepth) is > 0 and var items)
        {
            // Too large or not right as a whole: item by item, then.
            _mode = Mode.Items;
            _indent = -1;
            _broken = false;
            _listIsObject = span[0] == (byte)'{';
            return Take(span[..items]);
        }

        switch (value.Kind)
        {
            case ExtentKind.Whole when value.Length > lineLength:
                sink.OnUnreadable(_line, lineError!);
                return Take(span[..value.Length]);
            case ExtentKind.More when !final:
                sink.OnUnreadable(_line, $"an event of more than {largestValue} bytes.");
                return PassOver(span, Mode.Values);
            case ExtentKind.More when span[lineLength..].ContainsAnyExcept(" \t\r\n"u8):
                sink.OnUnreadable(_line, "the file ends in the middle of this event.");
                return Take(span);
            case ExtentKind.Broken when GoesOnInside(span[lineLength..]):
                sink.OnUnreadable(_line + value.Line, value.Error);
                return Lose(span[..lineLength], Mode.Values, _column);
            default:
                sink.OnUnreadable(_line, lineError ?? value.Error);
                return lineLength > 0 ? Take(span[..lineLength]) : Lose(span[..1], Mode.Values, long.MaxValue);
        }
    }

    /// <summary>Whether the next line looks like the inside of a value and not like a line for itself.</summary>
    private static bool GoesOnInside(ReadOnlySpan<byte> rest)
    {
        var blanks = CountBlanks(rest);
        return blanks < rest.Length && rest[blanks] is (byte)'"' or (byte)'}' or (byte)']';
    }

    /// <summary>Leaves a value out that is too large to be looked at.</summary>
    private int PassOver(ReadOnlySpan<byte> span, Mode home)
    {
        (_home, _mode, _skip) = (home, Mode.Rest, new StructureSkip());
        return SkipRest(span);
    }

    /// <summary>Counts the lines of what is done with.</summary>
    private int Take(ReadOnlySpan<byte> taken)
    {
        var last = taken.LastIndexOf((byte)'\n');
        if (last >= 0)
            _line += taken.Count((byte)'\n');
        _column = last >= 0 ? taken.Length - last - 1 : _column + taken.Length;
        return taken.Length;
    }

    /// <summary>Leaves what cannot be understood.</summary>
    private int Lose(ReadOnlySpan<byte> taken, Mode home, long indent)
    {
        (_home, _mode, _indent) = (home, Mode.Lost, indent);
        return Take(taken);
    }

    private static int CountBlanks(ReadOnlySpan<byte> span)
    {
        var other = span.IndexOfAnyExcept(" \t\r\n"u8);
        return other < 0 ? span.Length : other;
    }
}
