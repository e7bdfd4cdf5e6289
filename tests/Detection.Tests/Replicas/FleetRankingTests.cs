using CsCheck;
using IncidentMesh.Detection.Replicas.Fleet;

namespace IncidentMesh.Detection.Tests.Replicas;

public sealed class FleetRankingTests
{
    [Fact]
    public void One_workload_in_a_fleet_needs_evidence_by_the_size_of_the_fleet()
    {
        var fleet = Enumerable.Range(0, 99).ToDictionary(static at => $"w{at:D2}", static _ => 0.5);
        fleet["odd"] = 1000;
        Assert.True(FleetRanking.Rank(fleet, 0.1)[0] is { Workload: "odd", StandsOut: true });
        fleet["odd"] = 999;
        Assert.DoesNotContain(FleetRanking.Rank(fleet, 0.1), static ranked => ranked.StandsOut);
    }

    [Fact]
    public void Many_odd_workloads_need_less_each()
    {
        var fleet = Enumerable.Range(0, 100).ToDictionary(static at => $"w{at:D2}", static at => at < 10 ? 100.0 : 1);
        Assert.Equal(10, FleetRanking.Rank(fleet, 0.1).Count(static ranked => ranked.StandsOut));
    }

    [Fact]
    public void Those_that_stand_out_are_the_greatest_set_that_the_definition_allows() =>
        Gen.Select(Gen.Double[0, 60].Array[1, 12], Gen.Double[0.05, 1]).Sample((values, share) =>
        {
            var ranked = FleetRanking.Rank(values.Index().ToDictionary(static pair => $"w{pair.Index}", static pair => pair.Item), share);
            var allowed = Enumerable.Range(1, values.Length)
                .Where(size => values.Count(value => value >= values.Length / (size * share)) >= size)
                .DefaultIfEmpty(0).Max();
            Assert.Equal(allowed, ranked.Count(static one => one.StandsOut));
            Assert.All(ranked.Zip(ranked.Skip(1)), static pair => Assert.True(pair.First.EValue >= pair.Second.EValue && (pair.First.StandsOut || !pair.Second.StandsOut)));
        });

    [Fact]
    public void Among_those_that_stand_out_the_share_of_benign_ones_is_no_more_than_tolerated()
    {
        const int fleets = 2000;
        const double share = 0.2;
        var random = new Random(5);
        double sum = 0, squares = 0;
        for (var fleet = 0; fleet < fleets; fleet++)
        {
            // Half are benign: 1/(2√p) of a uniform p averages to 1. The others have strong evidence.
            var values = Enumerable.Range(0, 40).ToDictionary(static at => $"w{at:D2}", at => 0.5 / Math.Sqrt(at < 20 ? random.NextDouble() : random.NextDouble() * 1e-4));
            var outstanding = FleetRanking.Rank(values, share).Where(static ranked => ranked.StandsOut).ToList();
            var wrong = outstanding.Count == 0 ? 0 : outstanding.Count(static ranked => string.CompareOrdinal(ranked.Workload, "w20") < 0) / (double)outstanding.Count;
            (sum, squares) = (sum + wrong, squares + (wrong * wrong));
        }

        var mean = sum / fleets;
        var error = Math.Sqrt(((squares / fleets) - (mean * mean)) / fleets);
        Assert.InRange(mean, 0.0001, share + (3 * error));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(-0.1)]
    public void A_share_out_of_range_is_refused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FleetRanking.Rank(new Dictionary<string, double>(), share));
}
