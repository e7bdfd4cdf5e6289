using System.Diagnostics;

namespace IncidentMesh.Benchmarks.Pipeline.Servers;

/// <summary>Waits for a condition by asking; the pauses are part of the precision of whatever is timed with it.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan deadline, string otherwise)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > deadline)
            {
                throw new TimeoutException(otherwise);
            }

            await Task.Delay(Pause);
        }
    }
}
