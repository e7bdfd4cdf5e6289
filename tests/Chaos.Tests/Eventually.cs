namespace IncidentMesh.Chaos.Tests;

/// <summary>Asks again until it is so, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public static Task TrueAsync(Func<Task<bool>> ask, string what) => TrueAsync(ask, Deadline, () => what);

    public static async Task TrueAsync(Func<Task<bool>> ask, TimeSpan deadline, Func<string> what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var started = TimeProvider.System.GetTimestamp();
        while (!await ask())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < deadline, what());
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
