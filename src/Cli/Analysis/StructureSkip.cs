namespace IncidentMesh.Cli.Analysis;

internal enum SkipOutcome
{
    GoesOn,
    Ended,

    /// <summary>A line ended within a text, which JSON does not allow.</summary>
    Broken,
}

/// <summary>Passes over a value of any size by its brackets and quotes alone. Carries on from window to window.</summary>
internal struct StructureSkip
{
    private int _depth;
    private bool _inText;
    private bool _escaped;

    /// <summary>Begins within an object.</summary>
    public static StructureSkip Within => new() { _depth = 1 };

    /// <returns>Bytes passed, all of them unless it ended, and whether it ended.</returns>
    public (int Length, SkipOutcome Outcome) Over(ReadOnlySpan<byte> span)
    {
        for (var i = 0; i < span.Length; i++)
        {
            var letter = span[i];
            if (_escaped)
            {
                _escaped = false;
            }
            else if (_inText)
            {
                if (letter == (byte)'\n')
                    return (i, SkipOutcome.Broken);
                _inText = letter != (byte)'"';
                _escaped = letter == (byte)'\\';
            }
            else if (letter == (byte)'"')
            {
                _inText = true;
            }
            else if (letter is (byte)'{' or (byte)'[')
            {
                _depth++;
            }
            else if (letter is (byte)'}' or (byte)']' && --_depth <= 0)
            {
                return (i + 1, SkipOutcome.Ended);
            }
        }

        return (span.Length, SkipOutcome.GoesOn);
    }
}
