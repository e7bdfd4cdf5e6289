using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Features;
using IncidentMesh.Detection.Replicas.Volume;

namespace IncidentMesh.Detection.Tests.Replicas;

/// <summary>What is usual of one replica beside the others, and how far it may be.</summary>
public sealed class OwnLevelsTests
{
    private const int Replicas = 5;
    private const string Feature = "file|/srv/served";

    private static readonly Func<WorkloadWindow, WorkloadWindow> RolledOut = SimulatedWorkload.RolledOut("8c1d", SimulatedWorkload.Begin.AddDays(4));

    [Fact]
    public void A_mix_of_its_own_in_what_a_new_revision_brings_is_not_odd_however_old_the_workload_is()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(51, Replicas, 0.05));
        Assert.Empty(watched.Watch(2 * 1440));
        var noise = new Random(51);
        Assert.Empty(watched.Watch(
            1440,
            (name, activity, _) => activity["file|/srv/v2/*"] = (long)((name == "web-1" ? 200 : 100) * (0.9 + (0.2 * noise.NextDouble()))),
            SimulatedWorkload.RolledOut("8c1d", SimulatedWorkload.Begin.AddDays(2))));
    }

    [Fact]
    public void A_mix_of_its_own_is_not_odd_where_the_pods_before_the_roll_out_were_alike() =>
        AssertMixIsUsual(static (activity, _) => activity[Feature] = 100);

    [Fact]
    public void A_mix_of_its_own_in_what_was_rare_until_the_roll_out_is_not_odd() =>
        AssertMixIsUsual(static (activity, window) => activity[Feature] = window % 60 == 0 ? 1 : 0);

    [Fact]
    public void A_mix_of_its_own_in_what_a_new_revision_does_beyond_a_familys_columns_is_not_odd() =>
        AssertMixIsUsual(static (activity, window) =>
        {
            for (var number = 0; window == 0 && number < FeatureTable.MostOfFamily; number++)
                activity[$"file|/srv/{number}"] = 1;
            activity["file|/srv/served/before"] = 100;
        });

    private static void AssertMixIsUsual(Action<Dictionary<string, long>, int> before)
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(51, Replicas, 0.05));
        var calls = 0;
        Assert.Empty(watched.Watch(4 * 1440, (_, activity, _) => before(activity, calls++ / Replicas)));
        Assert.Empty(watched.Watch(600, static (name, activity, _) => activity[Feature] = OfOwnMix(name), RolledOut));
        // It is judged all the same.
        Assert.Contains(
            watched.Watch(60, static (name, activity, _) => activity[Feature] = OfOwnMix(name) * (name == "web-3" ? 5 : 1), RolledOut),
            static finding => finding.Replica == "web-3-new");
    }

    /// <summary>Replicas that serve the same requests in other shares.</summary>
    private static long OfOwnMix(string name) => name switch { "web-0" => 90, "web-1" => 170, "web-2" => 100, "web-3" => 105, _ => 110 };

    [Fact]
    public void The_more_levels_there_were_the_further_off_the_greatest_may_be_but_not_one_of_few_replicas()
    {
        Assert.Equal(OwnLevels.MostSpreads(12, 100), OwnLevels.MostSpreads(12, 1000));
        // The quantile of the normal distribution that one in three workloads of 100,000 levels exceeds, and of 1,000,000.
        Assert.Equal(4.50, OwnLevels.MostSpreads(100, 100_000), 0.02);
        Assert.Equal(4.97, OwnLevels.MostSpreads(100, 1_000_000), 0.02);
        Assert.Equal(3.6, OwnLevels.MostSpreads(5, 1_000_000), 0.001);
        Assert.Equal(2.4, OwnLevels.MostSpreads(3, 1_000_000), 0.001);
    }

    [Fact]
    public void Replicas_that_are_new_teach_how_far_they_spread_but_one_of_five_does_not()
    {
        var judged = new JudgedRows(Replicas);
        judged.Judge(2 * 1440, static _ => 1);
        var alike = judged.Spread;

        judged.Replace(4, 5);
        judged.Judge(600, static at => at == 0 ? 1.4 : 1);
        Assert.InRange(judged.Spread, 0, 1.1 * alike);

        judged.Replace(0, 5);
        judged.Judge(240, static at => 0.8 + (0.1 * at));
        Assert.InRange(judged.Spread, 0.1, 0.25);
    }

    [Fact]
    public void What_a_small_canary_spreads_the_others_are_not_believed_to()
    {
        var judged = new JudgedRows(Replicas);
        var canary = new JudgedRows(2, judged);
        judged.Judge(2 * 1440, static _ => 1);
        var alike = judged.Spread;
        for (var window = 0; window < 240; window++)
        {
            judged.Judge(1, static _ => 1);
            canary.Judge(1, static at => 1 + at);
        }

        Assert.InRange(judged.Spread, 0, 1.1 * alike);
    }

    [Fact]
    public void Where_all_but_one_are_suspects_nothing_is_learned_of_anybody()
    {
        var judged = new JudgedRows(3);
        judged.Judge(1440, static at => 0.8 + (0.2 * at));
        judged.Suspect(0);
        judged.Suspect(1);
        var (known, levels) = (judged.Known, judged.Levels);
        judged.Replace(2, 3);
        judged.Judge(1440, static at => 1 + (3 * at));
        Assert.Equal([levels[0], levels[1], 0], judged.Levels);
        Assert.Equal(known, judged.Known);
    }

    [Fact]
    public void Levels_are_1_in_the_mean()
    {
        var judged = new JudgedRows(Replicas);
        judged.Judge(1440, static at => 0.6 + (0.2 * at));
        Assert.InRange(judged.Levels.Average(), -0.02, 0.02);
        Assert.True(judged.Levels[4] > judged.Levels[0] + 0.3);
    }
}
