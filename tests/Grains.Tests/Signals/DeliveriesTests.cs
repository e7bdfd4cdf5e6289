using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Signals.Sharing;

namespace IncidentMesh.Grains.Tests.Signals;

public sealed class DeliveriesTests
{
    private readonly Deliveries _deliveries = new();

    [Fact]
    public async Task Of_a_share_that_a_grain_fails_on_again_and_again_only_the_bad_signals_are_left_out()
    {
        var web = new Taker(static item => item is 13 or 77);
        var db = new Taker(static _ => false);

        await FailAsync(Deliveries.MostFailures - 1, web.Share(100), db.Share(3, "db"));
        var aside = Assert.Single(await _deliveries.SendAsync([web.Share(100), db.Share(3, "db")]));

        Assert.Equal(("web", Severity.High, 2, 13L, 77L), (aside.To, aside.Loss, aside.Count, aside.First.Offset, aside.Last.Offset));
        Assert.Equal(Enumerable.Range(0, 100).Except([13, 77]), web.Taken.Order());
    }

    [Fact]
    public async Task Trouble_that_passes_is_waited_for_however_long_it_takes()
    {
        Exception[] passing =
        [
            new StoreUnavailableException("down"), new StaleStateException("stale"), new TimeoutException(), new OrleansException("moved"), new OperationCanceledException(), new IOException("full"), new ObjectDisposedException("silo"),
        ];
        foreach (var trouble in passing)
        {
            var web = new Taker(static _ => true) { Trouble = trouble };

            await FailAsync(5 * Deliveries.MostFailures, web.Share(2));
        }
    }

    [Fact]
    public async Task Trouble_that_passes_while_bad_signals_are_looked_for_is_waited_for_too()
    {
        var web = new Taker(static item => item == 3);
        await FailAsync(Deliveries.MostFailures - 1, web.Share(8));
        web.OnPart = new StoreUnavailableException("down");
        await FailAsync(5, web.Share(8));

        web.OnPart = null;
        Assert.Equal(1, Assert.Single(await _deliveries.SendAsync([web.Share(8)])).Count);
    }

    [Fact]
    public async Task Many_bad_signals_take_no_good_one_with_them()
    {
        var web = new Taker(static item => item % 50 == 0);
        await FailAsync(Deliveries.MostFailures - 1, web.Share(500));

        Assert.Equal(10, Assert.Single(await _deliveries.SendAsync([web.Share(500)])).Count);
        Assert.Equal(Enumerable.Range(0, 500).Where(static item => item % 50 != 0), web.Taken.Order());
    }

    [Theory]
    [InlineData(400, 2, 1_000)]
    [InlineData(4_096, 41, 200)]
    [InlineData(1_500, 1, 2_100)]
    public async Task Whatever_comes_first_what_comes_last_is_tried(int before, int each, int most)
    {
        var web = new Taker(item => item < before && item % each == 0);
        await FailAsync(Deliveries.MostFailures - 1, web.Share(4_096));

        Assert.InRange(Assert.Single(await _deliveries.SendAsync([web.Share(4_096)])).Count, 1, most);
        Assert.Subset(web.Taken.ToHashSet(), Enumerable.Range(2_048, 2_048).Where(item => item >= before).ToHashSet());
    }

    [Fact]
    public async Task A_share_is_searched_in_its_order()
    {
        var web = new Taker(static item => item % 10 == 3);
        await FailAsync(Deliveries.MostFailures - 1, web.Share(100));

        await _deliveries.SendAsync([web.Share(100)]);

        Assert.Equal(web.Taken.Order(), web.Taken);
    }

    [Fact]
    public async Task A_grain_that_takes_nothing_is_gone_on_without_after_a_bounded_number_of_calls()
    {
        var web = new Taker(static _ => true);
        await FailAsync(Deliveries.MostFailures - 1, web.Share(5_000));
        web.Calls = 0;

        Assert.Equal(5_000, Assert.Single(await _deliveries.SendAsync([web.Share(5_000)])).Count);
        Assert.InRange(web.Calls, 1, 1_100);
        web.Calls = 0;
        await _deliveries.SendAsync([web.Share(5_000)]);
        Assert.InRange(web.Calls, 1, 150);

        // The next chunk does not wait for it again; when it takes a share it is as any other.
        Assert.Equal(1, Assert.Single(await _deliveries.SendAsync([web.Share(1)])).Count);
        Assert.Empty(await _deliveries.SendAsync([new Taker(static _ => false).Share(1)]));
        await FailAsync(Deliveries.MostFailures - 1, web.Share(1));
    }

    [Fact]
    public async Task A_share_that_is_only_too_large_is_taken_in_parts_and_its_grain_is_as_any_other_afterwards()
    {
        var web = new Taker(static _ => false) { Most = 60 };
        await FailAsync(Deliveries.MostFailures - 1, web.Share(100));

        Assert.Empty(await _deliveries.SendAsync([web.Share(100)]));
        Assert.Equal(100, web.Taken.Count);

        web.Fails = static _ => true;
        await FailAsync(Deliveries.MostFailures - 1, web.Share(1));
    }

    [Fact]
    public async Task Many_grains_that_begin_to_fail_at_once_are_waited_for_longer_and_not_for_ever()
    {
        var shares = Enumerable.Range(0, Deliveries.MostAtOnce + 1).Select(static number => new Taker(static _ => true).Share(1, $"grain {number}")).ToArray();

        await FailAsync(Deliveries.ManyFailures - 1, shares);

        Assert.Equal(shares.Length, (await _deliveries.SendAsync(shares)).Count);
    }

    [Fact]
    public async Task Many_grains_that_fail_one_after_the_other_hold_up_nothing_also_where_they_come_together()
    {
        var shares = Enumerable.Range(0, 3 * Deliveries.MostAtOnce).Select(static number => new Taker(static _ => true).Share(1, $"grain {number}")).ToArray();
        foreach (var (number, share) in shares.Index())
        {
            await FailAsync((number == 0 ? Deliveries.MostFailures : Deliveries.NextFailures) - 1, share);

            Assert.Single(await _deliveries.SendAsync([share]));
        }

        Assert.Equal(shares.Length, (await _deliveries.SendAsync(shares)).Count);
        Assert.Empty(await _deliveries.SendAsync([]));
    }

    [Fact]
    public async Task Names_that_begin_to_fail_while_others_are_waited_for_do_not_begin_the_wait_anew()
    {
        var old = new Taker(static _ => true).Share(1, "old");
        await FailAsync(Deliveries.MostFailures - 1, old);
        var fresh = new Taker(static _ => true).Share(1, "fresh");

        await FailAsync(Deliveries.NextFailures - 1, old, fresh);

        Assert.Equal(2, (await _deliveries.SendAsync([old, fresh])).Count);
    }

    private async Task FailAsync(int times, params Delivery[] shares)
    {
        for (var i = 0; i < times; i++)
        {
            var thrown = await Assert.ThrowsAnyAsync<Exception>(() => _deliveries.SendAsync(shares));
            Assert.Contains(nameof(Taker), thrown.StackTrace, StringComparison.Ordinal);
        }
    }

    /// <summary>Takes each item once, as grains do, and no share with an item that it fails on.</summary>
    private sealed class Taker(Func<int, bool> fails)
    {
        public Func<int, bool> Fails { get; set; } = fails;

        public int Most { get; init; } = int.MaxValue;

        public List<int> Taken { get; } = [];

        public int Calls { get; set; }

        public Exception Trouble { get; init; } = new InvalidOperationException("cannot");

        /// <summary>What it fails with where it is told a part of the share.</summary>
        public Exception? OnPart { get; set; }

        public Delivery Share(int count, string name = "web") => Delivery.Of(name, Severity.High, [.. Enumerable.Range(0, count)], static item => new SignalPosition(item, 0), items =>
        {
            Calls++;
            if (OnPart is { } trouble && items.Count < count)
            {
                throw trouble;
            }

            if (items.Count > Most || items.Exists(item => Fails(item)))
            {
                throw Trouble;
            }

            Taken.AddRange(items.Except(Taken));
            return Task.CompletedTask;
        });
    }
}
