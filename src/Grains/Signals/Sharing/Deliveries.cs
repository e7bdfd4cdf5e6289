using System.Runtime.ExceptionServices;
using System.Text.Json;
using IncidentMesh.Grains.Comparison;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Signals.Sharing;

/// <summary>
/// Hands shares to their grains. What a grain fails on again and again is left out, as little of it as can be: it would
/// hold up all that comes after it for good. Only failures that a share or a stored state causes count; whatever else
/// goes wrong passes and is waited for. Many grains that begin to fail at once are waited for longer: that is hardly an
/// event's fault.
/// </summary>
internal sealed class Deliveries
{
    /// <summary>Failures in a row after which a grain's share is not waited for any more; some two and a half minutes.</summary>
    public const int MostFailures = 20;

    /// <summary>The same while the log goes on without others already, and of each: whoever has many names must not slow it with each.</summary>
    public const int NextFailures = 8;

    /// <summary>More grains than this that begin to fail in one chunk are many.</summary>
    public const int MostAtOnce = 8;

    /// <summary>Failures in a row after which many are not waited for any more; some half an hour.</summary>
    public const int ManyFailures = 200;

    /// <summary>Failing calls in which the bad signals of a share are looked for. What was not told apart by then is left out with them.</summary>
    private const int MostSearched = 1_000;

    /// <summary>The same of a grain that is gone on without already: it may take nothing at all, chunk after chunk.</summary>
    private const int NextSearched = 128;

    /// <summary>Of grains that had no share in so many chunks nothing is remembered.</summary>
    private const int Memory = 1_000;

    private readonly Dictionary<string, Failing> _failing = new(StringComparer.Ordinal);
    private long _chunk;

    /// <returns>What was left out.</returns>
    public async Task<IReadOnlyList<SetAside>> SendAsync(IReadOnlyList<Delivery> deliveries)
    {
        var outcomes = await Task.WhenAll(deliveries.Select(TryAsync));
        var failed = deliveries.Zip(outcomes).Where(static pair => pair.Second is not null).ToList();
        var news = failed.Select(pair => _failing[pair.First.To]).Where(static one => !one.IsGoneWithout).ToList();
        if (news.Count > 0 && (news.Max(static one => one.Failures) < Patience(news.Count) || news.Exists(static one => one.Failures < NextFailures)))
        {
            ExceptionDispatchInfo.Throw(failed[0].Second!);
        }

        var aside = new List<SetAside>();
        foreach (var (delivery, failure) in failed)
        {
            var bad = await FindBadAsync(delivery, _failing[delivery.To].IsGoneWithout ? NextSearched : MostSearched);
            if (bad.Count == 0)
            {
                _failing.Remove(delivery.To);
                continue;
            }

            _failing[delivery.To] = new Failing(MostFailures, IsGoneWithout: true, _chunk);
            aside.Add(new SetAside(delivery.To, delivery.Loss, bad.Count, bad.Min(delivery.PositionOf), bad.Max(delivery.PositionOf), failure!));
        }

        _chunk++;
        foreach (var old in _failing.Where(one => _chunk - one.Value.Chunk > Memory).Select(static one => one.Key).ToList())
        {
            _failing.Remove(old);
        }

        return aside;
    }

    private int Patience(int news)
    {
        var without = _failing.Values.Count(static one => one.IsGoneWithout);
        return news > MostAtOnce && without <= MostAtOnce ? ManyFailures : without > 0 ? NextFailures : MostFailures;
    }

    private async Task<Exception?> TryAsync(Delivery delivery)
    {
        try
        {
            await delivery.SendAsync(..);
            _failing.Remove(delivery.To);
            return null;
        }
        catch (Exception exception) when (MayLast(exception))
        {
            var before = _failing.GetValueOrDefault(delivery.To);
            _failing[delivery.To] = before with { Failures = before.Failures + 1, Chunk = _chunk };
            return exception;
        }
    }

    /// <summary>
    /// Sends a share that failed as a whole in ever smaller parts, in their order, so that one bad signal takes none with it.
    /// Each half has half of the failing calls that are left, and the second what the first did not need: whatever comes
    /// first in a share, what comes last is tried.
    /// </summary>
    private static async Task<List<int>> FindBadAsync(Delivery delivery, int calls)
    {
        var bad = new List<int>();
        await HalveAsync(0, delivery.Count, calls);
        return bad;

        async Task<int> HalveAsync(int from, int to, int left)
        {
            if (to - from == 1)
            {
                bad.Add(from);
                return left;
            }

            var middle = (from + to) / 2;
            var spared = left - (left / 2);
            return await SearchAsync(middle, to, spared + await SearchAsync(from, middle, left / 2));
        }

        async Task<int> SearchAsync(int from, int to, int left)
        {
            if (left == 0)
            {
                bad.AddRange(Enumerable.Range(from, to - from));
                return 0;
            }

            try
            {
                await delivery.SendAsync(from..to);
                return left;
            }
            catch (Exception exception) when (MayLast(exception))
            {
                return await HalveAsync(from, to, left - 1);
            }
        }
    }

    /// <summary>Whether trying again may end the same for ever.</summary>
    private static bool MayLast(Exception exception) =>
        ComparisonDamage.IsOfWhatWasSaid(exception)
        || exception is SerializerException or InvalidDataException or NotSupportedException or JsonException
        || exception is InvalidOperationException and not ObjectDisposedException;

    private readonly record struct Failing(int Failures, bool IsGoneWithout, long Chunk);
}
