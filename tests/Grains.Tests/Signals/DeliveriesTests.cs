using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Signals;

namespace IncidentMesh.Grains.Tests.Signals;

public sealed class DeliveriesTests
{
    private readonly List<SetAside> _told = [];
    private readonly Deliveries _deliveries;

    public DeliveriesTests() => _deliveries = new Deliveries(_told.Add);

    [Fact]
    public async Task Of_a_share_that_a_grain_fails_on_again_and_again_only_the_bad_signals_are_left_out()
    {
        var web = new Taker(static item => item is 13 or 77);
        var db = new Taker(static _ => false);

        await FailAsync(Deliveries.MostFailures - 1, web.Share(100), db.Share(3, "db"));
        var aside = Assert.Single(await _deliveries.SendAsync([web.Share(100), db.Share(3, "db")]));

        Assert.Equal(("web", Severity.High, 2), (aside.To, aside.Loss, aside.Count));
        Assert.Equal(Enumerable.Range(0, 100).Except([13, 77]), web.Taken.Order());
        Assert.Equal([aside], _told);
    }

    [Fact]
    public async Task Trouble_that_passes_is_waited_for_however_long_it_takes()
    {
        Exception[] passing =
        [
            new StoreUnavailableException("down"), new StaleStateException("stale"), new TimeoutException(), new OrleansException("moved"), new OperationCanceledException(),
        ];
        foreach (var trouble in passing)
        {
            var web = new Taker(static _ => true) { Trouble = trouble };

            await FailAsync(5 * Deliveries.MostFailures, web.Share(2));
        }

        Assert.Empty(_told);
    }

    [Fact]
    public async Task Trouble_that_passes_while_bad_signals_are_looked_for_is_waited_for_too()
    {
        var web = new Taker(static item => item == 3);
        await FailAsync(Deliveries.MostFailures - 1, web.Share(8));
        web.OnPart = new StoreUnavailableException("down");
        await FailAsync(5, web.Share(8));
        Assert.Empty(_told);

        web.OnPart = null;
        Assert.Equal(1, Assert.Single(await _deliveries.SendAsync([web.Share(8)])).Count);
    }

    [Fact]
    public async Task A_grain_that_takes_nothing_is_gone_on_without_after_few_tries_of_single_signals()
    {
        var web = new Taker(static _ => true);
        await FailAsync(Deliveries.MostFailures - 1, web.Share(5_000));
        web.Calls = 0;

        Assert.Equal(5_000, Assert.Single(await _deliveries.SendAsync([web.Share(5_000)])).Count);
        Assert.InRange(web.Calls, 1, 50);

        // The next chunk does not wait for it again; when it takes a share it is as any other.
        Assert.Equal(1, Assert.Single(await _deliveries.SendAsync([web.Share(1)])).Count);
        Assert.Empty(await _deliveries.SendAsync([new Taker(static _ => false).Share(1)]));
        await FailAsync(Deliveries.MostFailures - 1, web.Share(1));
    }

    [Fact]
    public async Task Where_many_grains_fail_at_once_nothing_is_left_out()
    {
        var shares = Enumerable.Range(0, Deliveries.MostGoneWithout + 1).Select(static number => new Taker(static _ => true).Share(1, $"grain {number}")).ToArray();

        await FailAsync(5 * Deliveries.MostFailures, shares);

        Assert.Empty(_told);
    }

    private async Task FailAsync(int times, params Delivery[] shares)
    {
        for (var i = 0; i < times; i++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => _deliveries.SendAsync(shares));
        }
    }

    /// <summary>Takes each item once, as grains do, and no share with an item that it fails on.</summary>
    private sealed class Taker(Func<int, bool> fails)
    {
        public HashSet<int> Taken { get; } = [];

        public int Calls { get; set; }

        public Exception Trouble { get; init; } = new InvalidOperationException("cannot");

        /// <summary>What it fails with where it is told a part of the share.</summary>
        public Exception? OnPart { get; set; }

        public Delivery Share(int count, string name = "web") => Delivery.Of(name, Severity.High, [.. Enumerable.Range(0, count)], items =>
        {
            Calls++;
            if (OnPart is { } trouble && items.Count < count)
            {
                throw trouble;
            }

            if (items.Exists(item => fails(item)))
            {
                throw Trouble;
            }

            Taken.UnionWith(items);
            return Task.CompletedTask;
        });
    }
}
