using System.Runtime.ExceptionServices;
using IncidentMesh.Grains.Comparison;

namespace IncidentMesh.Grains.Signals;

/// <summary>
/// Hands shares to their grains. What a grain fails on again and again is left out, as little of it as can be: it would
/// hold up all that comes after it for good. Only failures that the share itself can cause count; whatever else goes
/// wrong passes and is waited for, and so are many grains that fail at once: that is no event's fault.
/// </summary>
internal sealed class Deliveries
{
    /// <summary>Failures in a row after which a grain's share is not waited for any more; some two and a half minutes.</summary>
    public const int MostFailures = 20;

    /// <summary>More grains than this that fail in one chunk are waited for.</summary>
    public const int MostAtOnce = 8;

    /// <summary>Calls in which the bad signals of a share are looked for. What was not told apart by then is left out with them.</summary>
    private const int MostCalls = 200;

    private const int MostRemembered = 1_000;

    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);

    /// <returns>What was left out.</returns>
    public async Task<IReadOnlyList<SetAside>> SendAsync(IReadOnlyList<Delivery> deliveries)
    {
        var outcomes = await Task.WhenAll(deliveries.Select(TryAsync));
        var failed = deliveries.Zip(outcomes).Where(static pair => pair.Second is not null).ToList();
        if (failed.Exists(pair => _failures[pair.First.To] < MostFailures) || failed.Count > MostAtOnce)
        {
            ExceptionDispatchInfo.Throw(failed[0].Second!);
        }

        var aside = new List<SetAside>();
        foreach (var (delivery, failure) in failed)
        {
            var failing = await FindFailingAsync(delivery);
            if (failing.Count == 0)
            {
                _failures.Remove(delivery.To);
                continue;
            }

            aside.Add(new SetAside(
                delivery.To, delivery.Loss, failing.Count, failing.Min(delivery.PositionOf), failing.Max(delivery.PositionOf), failure!));
        }

        if (_failures.Count > MostRemembered)
        {
            _failures.Clear();
        }

        return aside;
    }

    private async Task<Exception?> TryAsync(Delivery delivery)
    {
        try
        {
            await delivery.SendAsync(..);
            _failures.Remove(delivery.To);
            return null;
        }
        catch (Exception exception) when (IsOfTheShare(exception))
        {
            _failures[delivery.To] = Math.Min(MostFailures, _failures.GetValueOrDefault(delivery.To) + 1);
            return exception;
        }
    }

    /// <summary>Sends a share in ever smaller parts, so that one bad signal takes none with it.</summary>
    private static async Task<List<int>> FindFailingAsync(Delivery delivery)
    {
        var failing = new List<int>();
        var parts = new Stack<(int From, int To)>([(0, delivery.Count)]);
        for (var calls = 0; parts.TryPop(out var part);)
        {
            var (from, to) = part;
            if (to - from == delivery.Count && to > 1)
            {
                Halve(parts, from, to);
                continue;
            }

            try
            {
                if (++calls <= MostCalls)
                {
                    await delivery.SendAsync(from..to);
                    continue;
                }
            }
            catch (Exception exception) when (IsOfTheShare(exception))
            {
                if (to - from > 1)
                {
                    Halve(parts, from, to);
                    continue;
                }
            }

            failing.AddRange(Enumerable.Range(from, to - from));
        }

        return failing;
    }

    private static void Halve(Stack<(int From, int To)> parts, int from, int to)
    {
        var middle = (from + to) / 2;
        parts.Push((middle, to));
        parts.Push((from, middle));
    }

    private static bool IsOfTheShare(Exception exception) =>
        ComparisonDamage.IsOfWhatWasSaid(exception) || exception is InvalidOperationException and not ObjectDisposedException;
}
