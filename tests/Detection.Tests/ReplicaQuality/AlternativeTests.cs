using CsCheck;
using IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

namespace IncidentMesh.Detection.Tests.ReplicaQuality;

public sealed class AlternativeTests
{
    private static readonly Gen<double[][]> Counts = Gen.Select(Gen.Int[3, 9], Gen.Int[1, 6]).SelectMany(static (rows, columns) => Gen.Int[0, 40].Select(static count => (double)count).Array[rows].Array[columns]);

    [Fact]
    public void The_score_of_DBSCAN_is_the_least_distance_at_which_it_does_not_call_a_replica_noise() => Counts.Sample(static columns =>
    {
        var stratum = Of(columns);
        var scores = new DbscanOddness().Score(stratum);
        var positions = RobustDistances.Of(stratum);
        for (var row = 0; row < stratum.Rows; row++)
        {
            Assert.False(IsNoise(positions, stratum.Rows, row, (scores[row].Value * (1 + 1e-9)) + 1e-12));
            if (scores[row].Value > 0)
                Assert.True(IsNoise(positions, stratum.Rows, row, scores[row].Value * (1 - 1e-9)));
        }
    }, seed: "0000KBpcfF-1");

    [Fact]
    public void Replicas_in_another_order_get_the_same_scores() => Counts.Sample(static columns =>
    {
        double[][] reversed = [.. columns.Select(static column => column.Reverse().ToArray())];
        foreach (var oddness in (IOddness[])[new MadOddness(), new DbscanOddness(), new JensenShannonOddness()])
        {
            var scores = oddness.Score(Of(columns)).Select(static score => score.Value);
            Assert.All(oddness.Score(Of(reversed)).Reverse().Zip(scores), static pair => Assert.Equal(pair.Second, pair.First.Value, 9));
        }
    }, seed: "0000KBpcfF-1");

    [Fact]
    public void One_who_does_something_else_is_a_bit_away_from_siblings_who_all_do_the_same()
    {
        var scores = new JensenShannonOddness().Score(Of([[5, 10, 20, 0], [0, 0, 0, 7]]));

        Assert.Equal([0, 0, 0, 1], scores.Select(static score => Math.Round(score.Value, 12)));
    }

    [Fact]
    public void A_great_count_among_zeros_is_as_many_deviations_away_as_its_transform()
    {
        var scores = new MadOddness().Score(Of([[0, 0, 0, 0, 100], [3, 3, 3, 3, 3]]));

        Assert.Equal(0, scores[0].Value);
        Assert.Equal((2 * Math.Sqrt(100.375)) - (2 * Math.Sqrt(0.375)), scores[4].Value, 9);
        Assert.Equal(0, scores[4].Column);
    }

    /// <summary>By the definition: no core point within ε.</summary>
    private static bool IsNoise(double[][] positions, int rows, int row, double epsilon)
    {
        double Distance(int one, int other) => Math.Sqrt(positions.Sum(column => (column[one] - column[other]) * (column[one] - column[other])));
        bool IsCore(int point) => Enumerable.Range(0, rows).Count(other => Distance(point, other) <= epsilon) >= Math.Max(2, rows / 4);
        return !Enumerable.Range(0, rows).Any(other => IsCore(other) && Distance(row, other) <= epsilon);
    }

    private static Stratum Of(double[][] columns) => new(
        [.. Enumerable.Range(0, columns[0].Length).Select(static row => $"web-{row}")], [.. Enumerable.Range(0, columns.Length).Select(static column => $"peer:{column}")], columns);
}
