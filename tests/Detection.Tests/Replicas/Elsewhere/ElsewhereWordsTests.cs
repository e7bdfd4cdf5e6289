using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Detection.Replicas.Elsewhere;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas.Elsewhere;

public sealed class ElsewhereWordsTests
{
    private const string Shell = "exec|/bin/sh";
    private const string Curl = "exec|/usr/bin/curl";

    [Fact]
    public void What_pods_elsewhere_do_as_well_cannot_be_decided()
    {
        var found = Found().With([new(Shell, 5, 72_000, 3, 30, 40), new(Curl, 5, 72_000, 4, 30, 9)]);
        Assert.Equal(FindingKind.Indeterminate, found.Kind);
        Assert.Equal(
            "It ran a shell. 3 of 5 other workloads of the same image (30 pods) did that, too, 40 times in 20 pod-hours: the image may do so by itself, and whether this replica is odd cannot be decided.",
            found.Sentence);
    }

    [Theory]
    [InlineData(2, 4, "2 of 4 other workloads of the same image (30 pods) did that, too, 40 times in 20 pod-hours")]
    [InlineData(4, 2, "2 of 4 other workloads of the same image (30 pods) ran /usr/bin/curl, too, once in 20 pod-hours")]
    public void What_few_of_the_others_do_excuses_nothing(int first, int second, string sentence)
    {
        var found = Found().With([new(Shell, 4, 72_000, first, 30, 40), new(Curl, 4, 72_000, second, 30, 1)]);
        Assert.Equal(FindingKind.Replica, found.Kind);
        Assert.Equal($"It ran a shell. {sentence}: too few to say that the image does so by itself.", found.Sentence);
    }

    [Fact]
    public void What_no_pod_elsewhere_does_is_said_and_remains_the_replicas()
    {
        var found = Found().With([new(Shell, 1, 36_000, 0, 0, 0)]);
        Assert.Equal(FindingKind.Replica, found.Kind);
        Assert.Equal("It ran a shell. Pods of the same image elsewhere (1 workload, 10 pod-hours) did that 0 times.", found.Sentence);
    }

    [Fact]
    public void What_pods_elsewhere_do_only_in_part_remains_the_replicas()
    {
        var found = Found().With([new(Shell, 2, 7_200_000, 1, 1, 1), new(Curl, 2, 7_200_000, 0, 0, 0)]);
        Assert.Equal(FindingKind.Replica, found.Kind);
        Assert.Equal(
            "It ran a shell. Pods of the same image elsewhere did that, too, once in 2,000 pod-hours; but none of them (2 workloads, 2,000 pod-hours) ran /usr/bin/curl.",
            found.Sentence);
    }

    [Fact]
    public void Few_hours_prove_that_something_is_done_and_not_that_it_is_not()
    {
        Assert.Equal(Found(), Found().With([new(Shell, 9, 35_000, 0, 0, 0)]));
        Assert.Equal(FindingKind.Indeterminate, Found().With([new(Shell, 1, 60, 1, 1, 1), new(Curl, 1, 60, 1, 1, 1)]).Kind);
    }

    [Fact]
    public void What_is_known_of_a_part_only_decides_nothing()
    {
        foreach (var answers in (ElsewhereCount[][])[[new(Shell, 1, 3_600, 1, 1, 1)], [new(Shell, 1, 3_600, 1, 1, 1), new(Curl, 9, 35_000, 0, 0, 0)]])
        {
            var told = Found().With(answers);
            Assert.Equal(FindingKind.Replica, told.Kind);
            Assert.Equal(
                "It ran a shell. Pods of the same image elsewhere did that, too, once in 1 pod-hours; whether any of them ran /usr/bin/curl is not known.", told.Sentence);
        }

        // What nobody can be asked is not known either.
        var partly = Found() with { Elsewhere = new ElsewhereQuestion("sha256:aa", [Shell], false), Evidence = [Evidence[0], Evidence[1] with { Feature = "connect|other" }] };
        Assert.Equal(FindingKind.Replica, partly.With([new(Shell, 1, 3_600, 1, 1, 1)]).Kind);
    }

    [Fact]
    public void Where_nothing_is_known_or_nothing_was_asked_nothing_is_said()
    {
        Assert.Equal(Found(), Found().With([]));
        Assert.Equal(Found(), Found().With([new(Shell, 0, 0, 0, 0, 0)]));
        Assert.Equal(Found(), Found().With([new(Curl, 9, 720_000, 9, 9, 9)]));
        var settled = Found() with { Elsewhere = null };
        Assert.Equal(settled, settled.With([new(Shell, 5, 72_000, 2, 3, 40)]));
    }

    [Fact]
    public void Of_amounts_the_rates_are_said_and_nothing_is_decided()
    {
        var found = Found() with { Elsewhere = new ElsewhereQuestion("sha256:aa", ["connect|db:5432/tcp"], true) };
        found = found with { Evidence = [found.Evidence[0] with { Feature = "connect|db:5432/tcp" }] };
        var told = found.With([new("connect|db:5432/tcp", 5, 72_000, 2, 3, 50)]);
        Assert.Equal(FindingKind.Replica, told.Kind);
        Assert.Equal(
            "It ran a shell. Pods of the same image elsewhere (5 workloads, 20 pod-hours) have 2.5 connections to db:5432/tcp an hour each, this one 60.", told.Sentence);
        Assert.Equal(found, found.With([new("connect|db:5432/tcp", 5, 0, 2, 3, 50)]));
    }

    [Fact]
    public void A_revision_stays_the_revisions_and_nothing_takes_evidence_or_score_away()
    {
        foreach (var kind in (FindingKind[])[FindingKind.Replica, FindingKind.Revision, FindingKind.Indeterminate])
        {
            var before = Found() with { Kind = kind };
            var after = before.With([new(Shell, 5, 72_000, 5, 900, 1e6), new(Curl, 5, 72_000, 5, 900, 1e6)]);
            Assert.Equal(kind == FindingKind.Revision ? FindingKind.Revision : FindingKind.Indeterminate, after.Kind);
            Assert.Equal(before, after with { Kind = kind, Sentence = before.Sentence });
            Assert.StartsWith(before.Sentence, after.Sentence, StringComparison.Ordinal);
        }
    }

    private static readonly ElsewhereQuestion Question = new("sha256:aa", [Shell, Curl], false);

    private static readonly IReadOnlyList<FeatureEvidence> Evidence =
        [new(Shell, 1, 60, new PeerCounts(0, 0, 36_000), 1e6), new(Curl, 1, 60, new PeerCounts(0, 0, 36_000), 1e5)];

    private static ReplicaFinding Found() =>
        new(FindingKind.Replica, "c/n/Deployment/w", DateTimeOffset.UnixEpoch, "w-1", DateTimeOffset.UnixEpoch, 1e6, 60, Evidence, "It ran a shell.") { Elsewhere = Question };
}
