using System.Runtime.ExceptionServices;
using System.Text.Json;
using IncidentMesh.Grains.Comparison;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Signals;

/// <summary>
/// Hands shares to their grains. What a grain fails on again and again is left out, as little of it as can be: it would
/// hold up all that comes after it for good. Only failures that the share itself can cause count; whatever else goes
/// wrong passes and is waited for. Many grains that begin to fail at once are waited for longer: that is hardly an event's fault.
/// </summary>
internal sealed class Deliveries
{
    /// <summary>Failures in a row after which a grain's share is not waited for any more; some two and a half minutes.</summary>
    public const int MostFailures = 20;

    /// <summary>The same while the log goes on without others already: whoever has many names must not slow it with each.</summary>
    public const int NextFailures = 8;

    /// <summary>Where more grains than this begin to fail in one chunk,</summary>
    public const int MostAtOnce = 8;

    /// <summary>they are waited for so long; some half an hour, in which people can be told by the log and by silence.</summary>
    public const int ManyFailures = 200;

    /// <summary>Failing calls in which the bad signals of a share are looked for. What was not told apart by then is left out with them.</summary>
    private const int MostSearched = 200;

    /// <summary>After a search in which a grain took nothing at all, so many of its shares are left out without another.</summary>
    private const int Unsearched = 20;

    private const int MostRemembered = 1_000;

    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);

    /// <summary>Grains that are gone on without, and how many shares of theirs are not searched.</summary>
    private readonly Dictionary<string, int> _without = new(StringComparer.Ordinal);

    /// <returns>What was left out.</returns>
    public async Task<IReadOnlyList<SetAside>> SendAsync(IReadOnlyList<Delivery> deliveries)
    {
        var outcomes = await Task.WhenAll(deliveries.Select(TryAsync));
        var failed = deliveries.Zip(outcomes).Where(static pair => pair.Second is not null).ToList();
        var news = failed.Where(pair => !_without.ContainsKey(pair.First.To)).ToList();
        var most = news.Count > MostAtOnce ? ManyFailures : _without.Count > 0 ? NextFailures : MostFailures;
        if (news.Find(pair => _failures[pair.First.To] < most) is { Second: { } waitedFor })
        {
            ExceptionDispatchInfo.Throw(waitedFor);
        }

        var aside = new List<SetAside>();
        foreach (var (delivery, failure) in failed)
        {
            var failing = await LeaveOutAsync(delivery);
            if (failing.Count == 0)
            {
                Forget(delivery.To);
                continue;
            }

            aside.Add(new SetAside(
                delivery.To, delivery.Loss, failing.Count, failing.Min(delivery.PositionOf), failing.Max(delivery.PositionOf), failure!));
        }

        if (_failures.Count > MostRemembered)
        {
            _failures.Clear();
            _without.Clear();
        }

        return aside;
    }

    private void Forget(string to)
    {
        _failures.Remove(to);
        _without.Remove(to);
    }

    private async Task<List<int>> LeaveOutAsync(Delivery delivery)
    {
        if (_without.GetValueOrDefault(delivery.To) is > 0 and var unsearched)
        {
            _without[delivery.To] = unsearched - 1;
            return [.. Enumerable.Range(0, delivery.Count)];
        }

        var failing = await FindFailingAsync(delivery);
        _without[delivery.To] = failing.Count == delivery.Count && delivery.Count > 1 ? Unsearched : 0;
        return failing;
    }

    private async Task<Exception?> TryAsync(Delivery delivery)
    {
        try
        {
            await delivery.SendAsync(..);
            Forget(delivery.To);
            return null;
        }
        catch (Exception exception) when (IsOfTheShare(exception))
        {
            _failures[delivery.To] = Math.Min(ManyFailures, _failures.GetValueOrDefault(delivery.To) + 1);
            return exception;
        }
    }

    /// <summary>
    /// Sends a share that failed as a whole in ever smaller parts, the larger ones first, so that one bad signal takes none with it.
    /// </summary>
    private static async Task<List<int>> FindFailingAsync(Delivery delivery)
    {
        var failing = new List<int>();
        var parts = new Queue<(int From, int To)>();
        Split(0, delivery.Count);
        for (var failures = 0; parts.TryDequeue(out var part);)
        {
            var (from, to) = part;
            try
            {
                if (failures < MostSearched)
                {
                    await delivery.SendAsync(from..to);
                    continue;
                }
            }
            catch (Exception exception) when (IsOfTheShare(exception))
            {
                failures++;
                if (to - from > 1)
                {
                    Split(from, to);
                    continue;
                }
            }

            failing.AddRange(Enumerable.Range(from, to - from));
        }

        return failing;

        void Split(int from, int to)
        {
            var middle = (from + to) / 2;
            if (middle > from)
            {
                parts.Enqueue((from, middle));
            }

            parts.Enqueue((middle, to));
        }
    }

    private static bool IsOfTheShare(Exception exception) =>
        ComparisonDamage.IsOfWhatWasSaid(exception)
        || exception is SerializerException or InvalidDataException or NotSupportedException or JsonException
        || exception is InvalidOperationException and not ObjectDisposedException;
}
