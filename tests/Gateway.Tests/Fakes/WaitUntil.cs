namespace IncidentMesh.Gateway.Tests.Fakes;

internal static class WaitUntil
{
    /// <summary>Waits for a condition that nothing announces; fails after 20 s.</summary>
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
            Assert.True(await timer.WaitForNextTickAsync(deadline.Token));
    }
}
