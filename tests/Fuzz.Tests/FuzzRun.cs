using System.Diagnostics;

namespace IncidentMesh.Fuzz.Tests;

/// <summary>Makes inputs one after the other, feeds them, and says which one did harm.</summary>
internal static class FuzzRun
{
    /// <summary>
    /// Longest time for one input of at most a few hundred kilobytes: far above what any needs, also on a busy machine where
    /// the first one has everything compiled, and yet no hang.
    /// </summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    /// <param name="share">Which part of an area's inputs this test makes, from 0 to 1.</param>
    /// <param name="feed">Makes one input from the random numbers, feeds it, and throws where it does harm.</param>
    public static async Task RunAsync(double share, Func<Random, Task> feed)
    {
        foreach (var seed in FuzzOptions.Seeds)
        {
            var fed = await RunAsync(seed, share / FuzzOptions.Seeds.Length, feed);
            Console.WriteLine($"{TestContext.Current.Test?.TestDisplayName}: {fed} inputs of seed {seed}.");
            Assert.True(fed > 0);
        }
    }

    /// <inheritdoc cref="RunAsync(double, Func{Random, Task})"/>
    public static Task RunAsync(double share, Action<Random> feed) => RunAsync(share, random =>
    {
        feed(random);
        return Task.CompletedTask;
    });

    private static async Task<int> RunAsync(int seed, double share, Func<Random, Task> feed)
    {
        var count = FuzzOptions.Count is { } all ? (int)Math.Ceiling(all * share) : int.MaxValue;
        var started = Stopwatch.GetTimestamp();
        var fed = 0;
        for (; fed < count; fed++)
        {
            if (FuzzOptions.Count is null && Stopwatch.GetElapsedTime(started) > FuzzOptions.UsualTime / FuzzOptions.Seeds.Length)
                break;
            var number = fed;

            // On a thread of its own, so that an input that never ends ends the test and not the whole run.
            var feeding = Task.Run(() => feed(new Random(HashCode(seed, number))));
            try
            {
                await feeding.WaitAsync(Longest);
            }
            catch (Exception failure)
            {
                // Whatever it is, it is a finding: it gets the place from which it can be made again.
                throw new InvalidOperationException($"Input {number} of seed {seed} did harm; {FuzzOptions.SeedVariable}={seed} makes it again.", failure);
            }
        }

        return fed;
    }

    /// <summary>Not that of the framework, which is another one in each process.</summary>
    private static int HashCode(int seed, int number) => unchecked((seed * 397) ^ (number * 486_187_739)) & int.MaxValue;
}
