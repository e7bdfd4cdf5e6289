using IncidentMesh.Detection.Replicas.Features;
using IncidentMesh.Detection.Replicas.Volume;

namespace IncidentMesh.Detection.Tests.Replicas;

/// <summary>What is learned of amounts, from whom, and how soon.</summary>
public sealed class AmountLearningTests
{
    [Theory]
    [InlineData(12, 0.15, 600, 30, 10)]
    [InlineData(3, 0.02, 120, 60, 3)]
    public void Half_as_many_bytes_more_are_found_where_the_load_wavers_and_where_siblings_are_few(int replicas, double overdispersion, int history, int within, int least)
    {
        var found = Enumerable.Range(60, 12).Count(seed =>
        {
            var watched = new WatchedWorkload(new SimulatedWorkload(seed, replicas, overdispersion));
            Assert.Empty(watched.Watch(history));
            return watched.Watch(within, (name, _, gauges) => gauges["bytes_out"] *= name == "web-1" ? 1.5 : 1).Any(static finding => finding.Replica == "web-1");
        });
        Assert.InRange(found, least, 12);
    }

    [Fact]
    public void Features_follow_the_activity_in_full_or_in_part_however_busy_one_replica_is()
    {
        const int Replicas = 20;
        var workload = new SimulatedWorkload(53, Replicas, 0.02);
        var columns = new VolumeColumns();
        columns.Fit([.. Enumerable.Repeat(FeatureFamilies.Gauges, 3)], Replicas);
        var rows = Enumerable.Range(1, Replicas).Select(static number => new VolumeRow(number)).ToArray();
        var (busiest, idlest) = (0f, 0f);
        for (var window = 0; window < 2 * 1440; window++)
        {
            var busy = window / 300 % Replicas;
            foreach (var (at, replica) in workload.Next().Replicas.Index())
            {
                var share = (0.6 + (0.04 * at)) * (at == busy ? 8 : 1);
                rows[at].Begin(60);
                rows[at].Add(0, (float)(replica.Gauges["bytes_in"] * share));
                rows[at].Add(1, (float)(replica.Gauges["bytes_out"] * share));
                rows[at].Add(2, (float)((replica.Gauges["cpu"] * share) + 0.1));
                rows[at].Fit(columns.Width);
            }

            using var scratch = VolumeEvidence.Judge(columns, rows, Replicas);
            (busiest, idlest) = (window % 1440) switch
            {
                360 => (scratch.Blocks[0].Loading[2], idlest),
                1080 => (busiest, scratch.Blocks[0].Loading[2]),
                _ => (busiest, idlest),
            };
        }

        // Three features tell the activity less than wholly, so that slopes on it are steeper than 1. A fifth of the processor time does not follow.
        Assert.True(idlest < 0.9 * busiest);
        var loading = columns.Blocks[0].Loading;
        Assert.InRange(loading[0], 1, 1.4);
        Assert.InRange(loading[1] / loading[0], 0.95, 1.05);
        Assert.InRange(loading[2] / loading[0], 0.65, 0.85);
    }

    [Fact]
    public void Among_many_low_rises_a_few_storms_of_retries_foretell_that_the_next_may_last()
    {
        Assert.True(Rate(isRetried: true) > 3 * Rate(isRetried: false));

        static double Rate(bool isRetried)
        {
            var tail = new EvidenceTail(isRetried);
            for (var rise = 0; rise < 115; rise++)
                tail.Add(2.5);
            foreach (var storm in (double[])[6.5, 9.5])
                tail.Add(storm);
            return tail.Rate(19, null, 0.17, 2_000_000, 100);
        }
    }
}
