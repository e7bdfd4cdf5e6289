using System.Runtime.ExceptionServices;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Grains.Signals;

/// <summary>
/// Hands shares to their grains. What a grain fails on again and again is left out, as little of it as can be, and told:
/// it would hold up all that comes after it for good. Trouble that passes by itself is waited for, however long it takes,
/// and so is trouble that many grains have at once: that is no event's fault.
/// </summary>
internal sealed class Deliveries(Action<SetAside> tell)
{
    /// <summary>Failures in a row after which a grain's share is not waited for any more; some 25 s.</summary>
    public const int MostFailures = 8;

    /// <summary>At most so many grains are gone on without.</summary>
    public const int MostGoneWithout = 8;

    /// <summary>So many signals are found one by one; the rest of the share is left out with them.</summary>
    private const int MostFound = 8;

    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);

    /// <returns>What was left out.</returns>
    public async Task<IReadOnlyList<SetAside>> SendAsync(IReadOnlyList<Delivery> deliveries)
    {
        var failures = (await Task.WhenAll(deliveries.Select(TryAsync))).OfType<SetAside>().ToList();
        if (failures.Exists(failure => _failures[failure.To] < MostFailures) || _failures.Values.Count(static count => count == MostFailures) > MostGoneWithout)
        {
            ExceptionDispatchInfo.Throw(failures[0].Failure);
        }

        var aside = new List<SetAside>();
        foreach (var failure in failures)
        {
            var count = await CountFailingAsync(deliveries.First(delivery => delivery.To == failure.To));
            if (count > 0)
            {
                aside.Add(failure with { Count = count });
                tell(aside[^1]);
            }
        }

        return aside;
    }

    private async Task<SetAside?> TryAsync(Delivery delivery)
    {
        try
        {
            await delivery.SendAsync(..);
            _failures.Remove(delivery.To);
            return null;
        }
        catch (Exception exception) when (!IsPassing(exception))
        {
            _failures[delivery.To] = Math.Min(MostFailures, _failures.GetValueOrDefault(delivery.To) + 1);
            return new SetAside(delivery.To, delivery.Loss, delivery.Count, exception);
        }
    }

    /// <summary>Sends a share in ever smaller parts, so that one bad signal takes none with it.</summary>
    private static async Task<int> CountFailingAsync(Delivery delivery)
    {
        var failing = 0;
        var parts = new Stack<(int From, int To)>([(0, delivery.Count)]);
        while (parts.TryPop(out var part))
        {
            var (from, to) = part;
            if (failing >= MostFound)
            {
                failing += to - from;
                continue;
            }

            try
            {
                await delivery.SendAsync(from..to);
            }
            catch (Exception exception) when (!IsPassing(exception))
            {
                if (to - from == 1)
                {
                    failing++;
                    continue;
                }

                var middle = (from + to) / 2;
                parts.Push((middle, to));
                parts.Push((from, middle));
            }
        }

        return failing;
    }

    private static bool IsPassing(Exception exception) =>
        exception is StoreUnavailableException or StaleStateException or TimeoutException or OperationCanceledException or OrleansException;
}
