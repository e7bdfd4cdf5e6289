using System.Net;

namespace IncidentMesh.Chaos.Tests;

/// <summary>
/// Asks again until it is so, with a deadline. No answer, or one that says that the process is busy or still starting, is
/// not so yet: on a machine under load that is no fault.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public static Task TrueAsync(Func<Task<bool>> ask, string what) => TrueAsync(ask, Deadline, () => what);

    public static async Task TrueAsync(Func<Task<bool>> ask, TimeSpan deadline, Func<string> what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var started = TimeProvider.System.GetTimestamp();
        Exception? last = null;
        while (!await AskAsync())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < deadline, last is null ? what() : $"{what()} The last question failed: {last.Message}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        async Task<bool> AskAsync()
        {
            try
            {
                last = null;
                return await ask();
            }
            catch (Exception exception) when (exception is HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError } or TaskCanceledException)
            {
                last = exception;
                return false;
            }
        }
    }
}
