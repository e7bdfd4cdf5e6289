using CsCheck;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Tests.Folding.Chains;

public sealed class AttackChainTests
{
    private static readonly string[] Tactics = ["TA0002", "TA0006", "TA0011", "T1041"];

    [Fact]
    public void Tactics_in_order_are_its_steps()
    {
        var fold = Fold((0, "TA0002"), (5, "TA0006"), (9, "TA0011"));

        Assert.Equal(["Execution", "Credential Access", "Command and Control"], fold.Chain.Select(step => step.Name));
        Assert.Equal([0, 5, 9], fold.Chain.Select(step => (int)(step.Time - SignalMaker.Start).TotalMinutes));
        Assert.Equal("rule TA0006", fold.Chain[1].Rule);
        Assert.Equal(3, fold.Stage);
    }

    [Fact]
    public void Times_of_all_centuries_are_told_apart_as_far_as_may_be_and_are_no_fault()
    {
        var builder = new FoldBuilder();
        for (var year = 2; year <= 2002; year += 50)
        {
            builder.Add(
                new ObservedSignal(
                    0, SignalMaker.Falco() with { Time = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero) },
                    [new Contracts.Signals.Detection { Rule = "r", Title = "r", Severity = Severity.Low, Techniques = ["T1059"] }]),
                null);
        }

        Assert.Equal("Execution", Assert.Single(builder.ToFold().Chain).Name);
    }

    [Fact]
    public void The_other_way_round_they_are_none() =>
        Assert.Equal(1, Fold((0, "TA0011"), (5, "TA0006"), (9, "TA0002")).Stage);

    [Fact]
    public void Within_a_minute_they_count_as_in_order() =>
        Assert.Equal(3, Fold((0, "TA0011"), (0, "TA0006"), (0, "TA0002")).Stage);

    [Fact]
    public void Steps_lie_within_half_an_hour()
    {
        Assert.Equal(2, Fold((0, "TA0002"), (30, "TA0006")).Stage);
        Assert.Equal(1, Fold((0, "TA0002"), (31, "TA0006")).Stage);
    }

    [Fact]
    public void A_technique_stands_for_its_tactic() =>
        Assert.Equal(["TA0002", "TA0006", "TA0010"], Fold((0, "T1059.004"), (1, "T1552.007"), (2, "T1041")).Chain.Select(step => step.Tactic));

    [Fact]
    public void One_rule_with_many_tags_is_one_step()
    {
        var builder = new FoldBuilder();
        builder.Add(new ObservedSignal(0, SignalMaker.Falco(), [new SignalDetection { Rule = "all", Title = "all", Severity = Severity.Low, Techniques = ["TA0002", "TA0006", "TA0010"] }]), null);

        Assert.Equal(1, builder.ToFold().Stage);
    }

    [Fact]
    public void More_hits_never_shorten_it() =>
        Gen.Select(Hits.Array[1, 20], Hits.Array[1, 60]).Sample(
            (chain, noise) => Assert.True(Fold([.. chain, .. noise]).Stage >= Fold(chain).Stage),
            iter: 2_000);

    [Fact]
    public void It_is_the_longest_there_is() =>
        Hits.Array[1, 7].Sample(hits => Assert.Equal(LongestByTrying(hits), Fold(hits).Stage), iter: 2_000);

    private static Gen<(int Minute, string Id)> Hits => Gen.Select(Gen.OneOf(Gen.Int[0, 40], Gen.Int[0, 5_000]), Gen.OneOf(Tactics.Select(id => Gen.Const(id)).ToArray()));

    private static int LongestByTrying((int Minute, string Id)[] hits) =>
        Enumerable.Range(1, (1 << hits.Length) - 1).Max(choice =>
        {
            var chosen = hits.Where((_, at) => (choice >> at & 1) == 1).OrderBy(hit => hit.Minute).ThenBy(hit => Array.IndexOf(Tactics, hit.Id)).ToList();
            var rises = chosen.Zip(chosen.Skip(1)).All(pair => Array.IndexOf(Tactics, pair.First.Id) < Array.IndexOf(Tactics, pair.Second.Id));
            return rises && chosen[^1].Minute - chosen[0].Minute <= 30 ? chosen.Count : 0;
        });

    private static IncidentFold Fold(params (int Minute, string Id)[] hits)
    {
        var builder = new FoldBuilder();
        foreach (var (minute, id) in hits)
        {
            var detection = new SignalDetection { Rule = $"rule {id}", Title = id, Severity = Severity.Low, Techniques = [id] };
            builder.Add(new ObservedSignal(0, SignalMaker.Falco(second: minute * 60), [detection]), null);
        }

        return builder.ToFold();
    }
}
