using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Comparison;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Comparison;

/// <summary>A workload of one replica, and one of the same image in another cluster.</summary>
public sealed class ElsewhereTests
{
    private const string Curl = "/usr/bin/curl";
    private const string Alone = "it has no sibling, and the workload did that at no time in 1 pod-hours";

    [Fact]
    public async Task What_pods_of_the_image_do_in_another_cluster_as_well_cannot_be_decided_and_is_as_severe()
    {
        await using var silo = await TestSilo.StartAsync();
        await ElsewhereAsync(silo, Curl);

        var deviation = await DeviateAsync(silo);
        Assert.Equal(("indeterminate", WebShop.Pod(0)), (deviation.Kind, deviation.Replica));
        Assert.Contains(Alone, deviation.Sentence, StringComparison.Ordinal);
        Assert.Matches("1 of 1 other workload of the same image \\(8 pods\\) did that, too, [0-9]+ times in [0-9]{2} pod-hours: .*cannot be decided[.]$", deviation.Sentence);
        Assert.DoesNotContain("edge", deviation.Sentence, StringComparison.Ordinal);
        Assert.Equal(Severity.High, (await silo.OnlyIncidentAsync()).Fold.Rules.Single(static rule => rule.Rule == "replicas/replica/tool").Severity);
    }

    [Fact]
    public async Task What_no_pod_of_the_image_does_in_another_cluster_is_said()
    {
        await using var silo = await TestSilo.StartAsync();
        await ElsewhereAsync(silo);

        var deviation = await DeviateAsync(silo);
        Assert.Equal("replica", deviation.Kind);
        Assert.Matches(@"Pods of the same image elsewhere \(1 workload, [0-9]{2} pod-hours\) did that 0 times[.]$", deviation.Sentence);
    }

    [Fact]
    public async Task Where_it_is_expected_in_another_cluster_nobody_says_that_it_is_not_done_there()
    {
        await using var silo = await TestSilo.StartAsync();
        var edge = silo.Grains.GetGrain<IComparisonGrain>((Flow.Web with { Cluster = "edge" }).ToString());
        await ElsewhereAsync(silo, Curl, () => edge.ExpectAsync(
            new ExpectationRequest { Feature = $"exec|{Curl}", Reason = "backup", Expires = silo.Clock.GetUtcNow().AddDays(1).ToString("O") }, "user:alice"));
        Assert.InRange((await edge.GetStatusAsync())!.Expectations[0].Hits, 1, 10);

        var deviation = await DeviateAsync(silo);
        Assert.Equal("replica", deviation.Kind);
        Assert.DoesNotContain("elsewhere", deviation.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_was_there_before_a_restart_is_asked_after_it()
    {
        var silo = await TestSilo.StartAsync();
        await ElsewhereAsync(silo, Curl);
        await using var next = await TestSilo.StartAsync(static (_, _) => { }, silo);
        await silo.DisposeAsync();

        Assert.Equal("indeterminate", (await DeviateAsync(next)).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_nobody_answers_or_the_answer_fails_it_is_told_all_the_same(bool fails)
    {
        var ledger = new SilentLedger(fails);
        var questions = new Questions();
        await using var silo = await TestSilo.StartAsync((own, services) => services
            .AddSingleton<ILedger>(ledger.Over(own.Ledger)).AddSingleton<IOutgoingGrainCallFilter>(questions));

        var deviation = await DeviateAsync(silo);
        Assert.Equal("replica", deviation.Kind);
        Assert.Contains(Alone, deviation.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", deviation.Sentence, StringComparison.Ordinal);
        Assert.InRange(ledger.Calls, 1, int.MaxValue);
        Assert.Equal(1, questions.Asked);
        Assert.Null((await WebShop.Comparison(silo).GetStatusAsync())!.Note);
        ledger.End();
    }

    [Fact]
    public async Task What_is_found_at_once_is_one_question()
    {
        var questions = new Questions();
        await using var silo = await TestSilo.StartAsync((_, services) => services.AddSingleton<IOutgoingGrainCallFilter>(questions));
        await ElsewhereAsync(silo);

        var shop = new WebShop();
        shop.Start([0, 1]);
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 70);
        await shop.LiveAsync(silo, 1, null, (WebShop.Pod(0), Curl), (WebShop.Pod(1), "/usr/bin/ncat"));
        await shop.LiveAsync(silo, 3);
        var deviations = (await silo.OnlyIncidentAsync()).Deviations;
        Assert.Equal(2, deviations.Count);
        Assert.All(deviations, static one => Assert.EndsWith("did that 0 times.", one.Sentence, StringComparison.Ordinal));
        Assert.Equal(1, questions.Asked);
    }

    [Fact]
    public async Task What_is_told_again_changes_nothing_and_it_is_saved_no_more_than_once_an_hour()
    {
        await using var silo = await TestSilo.StartAsync();
        var image = silo.Grains.GetGrain<IImageGrain>(IImageGrain.KeyOf("sha256:aa"));
        await image.TellAsync(Totals("a", 0, 3));
        await image.TellAsync(Totals("a", 0, 3));
        await image.TellAsync(Totals("b", 0, 4));
        await image.TellAsync(Totals("b", 1, 5));
        Assert.Equal(new ElsewhereCount("exec|x", 2, 7_200, 2, 4, 8), Assert.Single(await image.AskAsync("c", ["exec|x"])));
        Assert.Equal(new ElsewhereCount("exec|x", 1, 3_600, 1, 2, 5), Assert.Single(await image.AskAsync("a", ["exec|x"])));
        Assert.Equal(1, await VersionAsync());

        silo.Clock.Advance(TimeSpan.FromHours(1));
        await image.TellAsync(Totals("a", 1, 3));
        Assert.Equal(2, await VersionAsync());
        var listed = Assert.Single(await silo.Ledger.ListAsync(new LedgerQuery { Kind = ImageGrain.Kind, Max = 10 }, TestContext.Current.CancellationToken));
        Assert.InRange((silo.Clock.GetUtcNow() + TimeSpan.FromDays(30)).UtcTicks + listed.Listing.Rank, 0, TimeSpan.TicksPerMinute);

        async Task<long?> VersionAsync() =>
            (await silo.Ledger.LoadAsync(new LedgerKey(ImageGrain.Kind, IImageGrain.KeyOf("sha256:aa")), TestContext.Current.CancellationToken))?.Version;
    }

    [Theory]
    [InlineData(StoreFault.Before)]
    [InlineData(StoreFault.After)]
    [InlineData(StoreFault.Conflict)]
    public async Task What_could_not_be_saved_is_known_all_the_same_and_is_saved_the_next_time(StoreFault fault)
    {
        var silo = await TestSilo.StartAsync();
        var image = silo.Grains.GetGrain<IImageGrain>(IImageGrain.KeyOf("sha256:aa"));
        await image.TellAsync(Totals("a", 0, 3));
        silo.Clock.Advance(TimeSpan.FromHours(1));
        silo.Faults.Next(StoreCall.Commit, fault);
        await Assert.ThrowsAnyAsync<Exception>(() => image.TellAsync(Totals("b", 0, 4)));
        await image.TellAsync(Totals("c", 0, 5));
        Assert.Equal(12, (await image.AskAsync("x", ["exec|x"]))[0].Count);

        await using var next = await TestSilo.StartAsync(static (_, _) => { }, silo);
        await silo.DisposeAsync();
        Assert.Equal(12, (await next.Grains.GetGrain<IImageGrain>(IImageGrain.KeyOf("sha256:aa")).AskAsync("x", ["exec|x"]))[0].Count);
    }

    private static ImageTotals Totals(string workload, int hour, long count) => new()
    {
        Workload = workload,
        Image = "sha256:aa",
        Through = WebShop.Begin.AddHours(hour),
        Pods = 2,
        Seconds = 3_600,
        Features = [new FeatureTotal("exec|x", count)],
    };

    /// <summary>Eight pods of the image in another cluster, for more than two hours.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="program">What some of them run now and then.</param>
    /// <param name="soon">What is done once they are known.</param>
    private static async Task ElsewhereAsync(TestSilo silo, string? program = null, Func<Task>? soon = null)
    {
        var edge = new WebShop(seed: 2, cluster: "edge");
        edge.Start(Enumerable.Range(0, 8));
        await edge.ListAsync(silo);
        for (var step = 0; step < 7; step++)
        {
            await edge.LiveAsync(silo, 19);
            await (step == 0 && soon is not null ? soon() : Task.CompletedTask);
            await edge.LiveAsync(silo, 1, null, program is null ? [] : [(WebShop.Pod(step % 3), program)]);
        }

        Assert.Empty(await silo.IncidentsAsync());
    }

    /// <summary>One replica, which runs something else after more than an hour.</summary>
    private static async Task<Deviation> DeviateAsync(TestSilo silo)
    {
        var shop = new WebShop();
        shop.Start([0]);
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 70);
        await shop.LiveAsync(silo, 1, null, (WebShop.Pod(0), Curl));
        await shop.LiveAsync(silo, 3);
        return Assert.Single((await silo.OnlyIncidentAsync()).Deviations);
    }

    /// <summary>Counts what is asked and told of images.</summary>
    private sealed class Questions : IOutgoingGrainCallFilter
    {
        private int _asked;

        public int Asked => _asked;

        public Task Invoke(IOutgoingGrainCallContext context)
        {
            if (context.InterfaceMethod.DeclaringType == typeof(IImageGrain) && context.InterfaceMethod.Name == nameof(IImageGrain.AskAsync))
            {
                Interlocked.Increment(ref _asked);
            }

            return context.Invoke();
        }
    }

    /// <summary>A store that fails, or does not answer, where it is asked for what is known of an image.</summary>
    private sealed class SilentLedger(bool fails)
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _calls;

        public int Calls => _calls;

        public ILedger Over(ILedger inner) => new Ledger(this, inner);

        /// <summary>Lets go of all that wait, so that the silo can stop.</summary>
        public void End() => _end.TrySetResult();

        private async ValueTask<LedgerHead?> LoadAsync()
        {
            Interlocked.Increment(ref _calls);
            if (fails)
            {
                throw new ArgumentException("It is too much.");
            }

            await _end.Task;
            return null;
        }

        private sealed class Ledger(SilentLedger silent, ILedger inner) : ILedger
        {
            public ValueTask<LedgerHead?> LoadAsync(LedgerKey key, CancellationToken cancellationToken) =>
                key.Kind == ImageGrain.Kind ? silent.LoadAsync() : inner.LoadAsync(key, cancellationToken);

            public ValueTask<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken) => inner.CommitAsync(commit, cancellationToken);

            public ValueTask<bool> DeleteAsync(LedgerKey key, long expectedVersion, CancellationToken cancellationToken) => inner.DeleteAsync(key, expectedVersion, cancellationToken);

            public ValueTask<IReadOnlyList<LedgerRow>> ReadRowsAsync(LedgerKey key, string from, string to, int max, bool descending, CancellationToken cancellationToken) =>
                inner.ReadRowsAsync(key, from, to, max, descending, cancellationToken);

            public ValueTask<IReadOnlyList<ListedPartition>> ListAsync(LedgerQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);
        }
    }
}
