using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Detection.Replicas.Elsewhere;
using IncidentMesh.Testing;

namespace IncidentMesh.Detection.Tests.Replicas.Elsewhere;

public sealed class ImageAccountTests
{
    private const string Shell = "exec|/bin/sh";

    private static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_counts_the_others_and_not_who_asks()
    {
        var account = new ImageAccount();
        account.Take(Totals("a", 2, 10, (Shell, 5)), Now);
        account.Take(Totals("b", 3, 20, (Shell, 7), ("exec|/bin/ls", 1)), Now);
        account.Take(Totals("c", 1, 40, ("exec|/bin/ls", 1)), Now);

        Assert.Equal(new ElsewhereCount(Shell, 2, 60 * 3600, 1, 4, 7), Ask(account, "a"));
        Assert.Equal(new ElsewhereCount(Shell, 3, 70 * 3600, 2, 6, 12), Ask(account, "d"));
        Assert.Equal([Shell, "exec|/bin/ls"], account.Ask("a", [Shell, "exec|/bin/ls"], Now).Select(static answer => answer.Feature));
    }

    [Fact]
    public void What_is_told_again_or_late_changes_nothing_and_what_is_told_later_takes_its_place()
    {
        var account = new ImageAccount();
        Assert.True(account.Take(Totals("a", 2, 10, (Shell, 5)), Now));
        var saved = account.Save();
        Assert.False(account.Take(Totals("a", 2, 10, (Shell, 5)), Now.AddMinutes(1)));
        Assert.False(account.Take(Totals("a", 9, 9, (Shell, 9)) with { Through = Now.AddHours(-1) }, Now.AddMinutes(1)));
        Assert.Equal(saved, account.Save());

        Assert.True(account.Take(Totals("a", 2, 11, (Shell, 6)) with { Through = Now.AddHours(1) }, Now.AddHours(1)));
        Assert.Equal((6, 11 * 3600, 1), Ask(account, "x") is var answer ? (answer.Count, answer.Seconds, answer.Workloads) : default);
    }

    [Fact]
    public void Who_did_it_under_suspicion_only_is_a_witness_of_neither()
    {
        var account = new ImageAccount();
        account.Take(Totals("a", 2, 10, (Shell, 0)), Now);
        Assert.Equal(new ElsewhereCount(Shell, 0, 0, 0, 0, 0), Ask(account, "x"));
    }

    [Fact]
    public void Who_does_not_name_all_that_it_did_proves_nothing_by_not_naming_it()
    {
        var account = new ImageAccount();
        account.Take(Totals("a", 2, 10, ("exec|/bin/ls", 5)) with { IsPartial = true }, Now);
        account.Take(Totals("b", 2, 10, ("exec|tool|other", 5)), Now);
        account.Take(Totals("c", 2, 10, ("connect|other", 5)), Now);
        Assert.Equal(1, Ask(account, "x").Workloads);

        account.Take(Totals("a", 2, 10, (Shell, 5)) with { IsPartial = true, Through = Now.AddHours(1) }, Now);
        Assert.Equal((2, 1), Ask(account, "x") is var answer ? (answer.Workloads, answer.DidWorkloads) : default);
    }

    [Fact]
    public void What_was_not_told_for_a_month_is_forgotten()
    {
        var account = new ImageAccount();
        account.Take(Totals("a", 2, 10, (Shell, 5)), Now);
        Assert.Equal(1, Ask(account, "x", Now.AddDays(30)).Workloads);
        Assert.Equal(0, Ask(account, "x", Now.AddDays(31)).Workloads);

        account.Take(Totals("b", 2, 10) with { Through = Now.AddDays(31) }, Now.AddDays(31));
        Assert.Equal(1, account.Workloads);
    }

    [Fact]
    public void Of_too_many_workloads_those_that_told_longest_ago_go()
    {
        var account = new ImageAccount();
        for (var at = 0; at < ImageAccount.MostWorkloads + 10; at++)
            account.Take(Totals($"w{at}", 1, 1, (Shell, 1L << at % 40)), Now.AddMinutes(at));

        Assert.Equal(ImageAccount.MostWorkloads, account.Workloads);
        Assert.Equal(ImageAccount.MostWorkloads - 1, Ask(account, "w209").Workloads);
        Assert.Equal(ImageAccount.MostWorkloads, Ask(account, "w9").Workloads);
    }

    [Fact]
    public void Whatever_things_are_called_and_however_many_there_are_it_keeps_its_size()
    {
        var account = new ImageAccount();
        for (var at = 0; at < 300; at++)
        {
            var features = Enumerable.Range(0, 2_000).Select(feature => ($"exec|{at}/{feature}/{new string('貓', 700)}", long.MaxValue)).ToArray();
            account.Take(Totals($"{at}{new string('貓', 900)}", int.MaxValue, double.MaxValue, features), Now.AddMinutes(at));
            Assert.InRange(account.Save().Length, 1, account.Bytes + 64);
            Assert.InRange(account.Bytes, 1, ImageAccount.MostBytes);
        }

        Assert.InRange(account.Workloads, 10, 20);
        for (var at = 0; at < 300; at++)
            account.Take(Totals($"s{at}", 1, 1, [.. Enumerable.Range(0, 2_000).Select(feature => ($"exec|{feature}", 1L << 50))]), Now.AddHours(6).AddMinutes(at));
        Assert.InRange(account.Save().Length, 1, account.Bytes + 64);
        Assert.InRange(account.Workloads, 100, ImageAccount.MostWorkloads);
        Assert.True(account.Take(Totals("n", -1, double.NaN, ("", -1), (new string('\ud800', 3), 1), (HostileStrings.Get("null and backspace"), 1)), Now.AddHours(20)));
        Assert.False(account.Take(Totals(new string('w', 2_000), 1, 1), Now.AddHours(20)));
        Assert.Equal(ImageAccount.MostAsked, account.Ask("x", [.. Enumerable.Range(0, 1_000).Select(static at => $"exec|{at}")], Now).Count);
    }

    [Fact]
    public void It_is_read_as_it_was_saved_and_what_is_damaged_is_nothing()
    {
        var account = new ImageAccount();
        account.Take(Totals("a", 2, 10, (Shell, 5), ("exec|/bin/ls", 0)), Now);
        account.Take(Totals("b", 3, 20.5, (Shell, 7)) with { IsPartial = true }, Now);
        var saved = account.Save();
        var read = ImageAccount.Restore(saved);
        Assert.Equal(saved, read.Save());
        Assert.Equal((account.Bytes, Ask(account, "x")), (read.Bytes, Ask(read, "x")));

        saved[^1] ^= 1;
        Assert.Equal(0, ImageAccount.Restore(saved).Workloads);
        Assert.Equal(0, ImageAccount.Restore(default).Workloads);
    }

    [Fact]
    public void Of_too_many_images_those_that_were_told_of_longest_ago_go()
    {
        var accounts = new ImageAccounts();
        for (var at = 0; at < ImageAccounts.MostImages + 1; at++)
            accounts.Take(Totals("a", 2, 10, (Shell, 5)) with { Image = $"sha256:{at}" });

        Assert.Equal(ImageAccounts.MostImages, accounts.Images);
        Assert.Empty(accounts.Ask("x", new ElsewhereQuestion("sha256:0", [Shell], false), Now));
        Assert.Equal(1, Assert.Single(accounts.Ask("x", new ElsewhereQuestion("sha256:1", [Shell], false), Now)).Workloads);
    }

    private static ElsewhereCount Ask(ImageAccount account, string workload, DateTimeOffset? now = null) => Assert.Single(account.Ask(workload, [Shell], now ?? Now));

    private static ImageTotals Totals(string workload, int pods, double hours, params (string Feature, long Count)[] features) => new()
    {
        Workload = workload,
        Image = "sha256:aa",
        Through = Now,
        Pods = pods,
        Seconds = hours * 3600,
        Features = [.. features.Select(static one => new FeatureTotal(one.Feature, one.Count))],
    };
}
