using System.Runtime.CompilerServices;

namespace IncidentMesh.Detection.Rules.Correlation.State;

/// <summary>How far the sequences of a key have come: for each step, when the newest one that has passed it began.</summary>
internal struct SequenceProgress
{
    public const int MostSteps = 8;

    private BeginTimes _begins;

    /// <summary>Bytes of its saved state.</summary>
    public const int Bytes = 8 * (MostSteps - 1);

    /// <summary>Takes an event in. It moves each sequence on by one step at most, so the last step is looked at first.</summary>
    /// <param name="steps">The steps whose conditions hold, a bit each.</param>
    /// <param name="count">Number of steps.</param>
    /// <param name="ticks">Time of the event.</param>
    /// <param name="window">Longest time from the first event to the last, in ticks.</param>
    /// <returns>Whether a sequence is complete; all of this key begin anew then.</returns>
    public bool Take(uint steps, int count, long ticks, long window)
    {
        var complete = false;
        for (var step = count - 1; step > 0; step--)
        {
            var begin = _begins[step - 1];
            if ((steps & (1u << step)) == 0 || begin == 0 || Math.Abs(ticks - begin) > window)
                continue;
            if (step == count - 1)
            {
                _begins = default;
                complete = true;
                break;
            }

            _begins[step] = Math.Max(_begins[step], begin);
        }

        if ((steps & 1) != 0)
            _begins[0] = Math.Max(_begins[0], ticks);
        return complete;
    }

    public readonly void Save(StateWriter writer)
    {
        for (var i = 0; i < MostSteps - 1; i++)
            writer.Int64(_begins[i]);
    }

    public static SequenceProgress Restore(ref StateReader reader)
    {
        var progress = default(SequenceProgress);
        for (var i = 0; i < MostSteps - 1; i++)
            progress._begins[i] = reader.Int64();
        return progress;
    }

    [InlineArray(MostSteps - 1)]
    private struct BeginTimes
    {
        private long _first;
    }
}
