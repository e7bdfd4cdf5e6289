using CsCheck;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection.Tests.Folding;

public sealed class FoldBuilderTests
{
    private static readonly Gen<(ObservedSignal Signal, ReplicaRef? Replica)> AnySignal =
        from rule in Gen.Int[0, 5]
        from rules in Gen.Int[0, 2]
        from severity in Gen.Enum<Severity>()
        from second in Gen.Int[0, 20]
        from pod in Gen.Int[0, 3]
        from user in Gen.OneOf<string?>("root", "mira", null)
        from technique in Gen.OneOf("T1059", "TA0002", "T1552.007")
        select Observed(rule, rules, severity, second, pod, user, technique);

    [Fact]
    public void Order_and_partition_do_not_matter() =>
        Gen.Select(AnySignal.Array[1, 40], Gen.Int, Gen.Int[1, 5]).Sample(
            (signals, seed, parts) =>
            {
                var inOrder = new FoldBuilder();
                foreach (var (signal, replica) in signals)
                    inOrder.Add(signal, replica);

                var shuffled = (((ObservedSignal, ReplicaRef?)[])signals.Clone());
                new Random(seed).Shuffle(shuffled);
                var merged = new FoldBuilder();
                foreach (var chunk in shuffled.Chunk((shuffled.Length / parts) + 1))
                {
                    var part = new FoldBuilder();
                    foreach (var (signal, replica) in chunk)
                        part.Add(signal, replica);
                    merged.Merge(part.ToFold());
                }

                Same(inOrder.ToFold(), merged.ToFold());
            },
            iter: 1_000);

    [Fact]
    public void Going_on_from_a_fold_is_as_if_it_had_never_stopped() =>
        Gen.Select(AnySignal.Array[2, 20], AnySignal.Array[1, 20]).Sample(
            (first, second) =>
            {
                var through = new FoldBuilder();
                foreach (var (signal, replica) in first.Concat(second))
                    through.Add(signal, replica);

                var before = new FoldBuilder();
                foreach (var (signal, replica) in first)
                    before.Add(signal, replica);
                var after = new FoldBuilder(before.ToFold());
                foreach (var (signal, replica) in second)
                    after.Add(signal, replica);

                Same(through.ToFold(), after.ToFold());
            },
            iter: 500);

    [Fact]
    public void Thirty_thousand_repeats_are_one_rule_with_a_count()
    {
        var builder = new FoldBuilder();
        var detection = new SignalDetection { Rule = "falco/r", Title = "r", Severity = Severity.Low };
        for (var i = 0; i < 30_000; i++)
            builder.Add(new ObservedSignal(i, SignalMaker.Falco(second: i) with { Origin = new SignalOrigin { Node = $"worker-{i % 14}" } }, [detection]), null);

        var fold = builder.ToFold();

        Assert.Equal(30_000, fold.Signals);
        var hits = Assert.Single(fold.Rules);
        Assert.Equal(30_000, hits.Count);
        Assert.Equal((SignalMaker.Start, SignalMaker.Start.AddSeconds(29_999)), (hits.FirstSeen, hits.LastSeen));
        Assert.Equal("Terminal shell in container at 0", hits.Example);
        Assert.Equal(14, fold.Nodes.Count);
    }

    [Fact]
    public void A_flood_of_names_is_counted_as_others()
    {
        var builder = new FoldBuilder();
        for (var i = 0; i < 1_000; i++)
        {
            var signal = SignalMaker.Falco(second: i) with { User = $"user-{i}", Origin = new SignalOrigin { Node = $"node-{i}" } };
            builder.Add(new ObservedSignal(i, signal, [new SignalDetection { Rule = $"rule-{i}", Title = "t", Severity = Severity.Low }]), new ReplicaRef("prod", "shop", $"web-{i}"));
        }

        var fold = builder.ToFold();

        Assert.Equal(1_000, fold.Signals);
        Assert.Equal((201, FoldBuilder.Other, 800), (fold.Rules.Count, fold.Rules[^1].Rule, fold.Rules[^1].Count));
        Assert.Equal(1_000, fold.Rules.Sum(hits => hits.Count));
        Assert.Equal((201, 800), (fold.Replicas.Count, fold.Replicas[FoldBuilder.Other]));
        Assert.Equal(1_000, fold.Replicas.Values.Sum());
        Assert.Equal((101, 101), (fold.Users.Count, fold.Nodes.Count));
        Same(fold, new FoldBuilder(fold).ToFold());
    }

    private static (ObservedSignal, ReplicaRef?) Observed(int rule, int rules, Severity severity, int second, int pod, string? user, string technique)
    {
        var detections = Enumerable.Range(rule, rules).Select(number => new SignalDetection
        {
            Rule = $"rule-{number}",
            Title = $"title of {number}",
            Severity = severity,
            Techniques = [technique],
        });
        var signal = SignalMaker.Falco(second: second) with { User = user, Summary = $"{second % 3} {technique}" };
        return (new ObservedSignal(0, signal, [.. detections]), pod == 0 ? null : new ReplicaRef("prod", "shop", $"web-{pod}"));
    }

    private static void Same(IncidentFold left, IncidentFold right)
    {
        Assert.Equal((left.Signals, left.FirstSeen, left.LastSeen, left.Severity), (right.Signals, right.FirstSeen, right.LastSeen, right.Severity));
        Assert.Equal(left.Rules.Select(Text), right.Rules.Select(Text));
        Assert.Equal(left.Replicas, right.Replicas);
        Assert.Equal(left.Sensors, right.Sensors);
        Assert.Equal(left.Users, right.Users);
        Assert.Equal(left.Nodes, right.Nodes);

        static string Text(RuleHits hits) => $"{hits with { Techniques = [] }} {string.Join(',', hits.Techniques.Order(StringComparer.Ordinal))}";
    }
}
