using IncidentMesh.Detection.Replicas;

namespace IncidentMesh.Detection.Tests.Replicas;

public sealed class AmountLimitTests
{
    private const string BytesOut = "gauge|bytes_out";

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void A_rise_of_the_size_that_is_named_is_told_within_an_hour(int seed)
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(seed, 12));
        watched.Watch(300);
        var times = Assert.NotNull(watched.AmountLimits().Single(static limit => limit.Feature == BytesOut).Sudden);
        Assert.InRange(times, 1.05, 1.6);
        var finding = Assert.Single(watched.Watch(60, (name, _, gauges) => gauges["bytes_out"] *= name == "web-4" ? times : 1));
        Assert.Equal(("web-4", BytesOut), (finding.Replica, finding.Evidence[0].Feature));
    }

    [Fact]
    public void Of_three_replicas_with_a_life_of_their_own_none_is_named()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(34, 3, overdispersion: 0.3));
        watched.Watch(300);
        Assert.Null(watched.AmountLimits().Single(static limit => limit.Feature == BytesOut).Sudden);
    }

    [Theory]
    [InlineData(12, 30)]
    [InlineData(1, 100)]
    public void Where_nothing_is_compared_nothing_is_said(int replicas, int windows)
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(35, replicas));
        watched.Watch(windows);
        Assert.Empty(watched.AmountLimits());
    }

    [Theory]
    [InlineData(null, null, "No rise of bytes_out in one replica is sure to be told: the replicas are too few, or differ too much by themselves.")]
    [InlineData(1.41, 1.8, "A rise of bytes_out in one replica is told within an hour from 1.5 times the usual on; one that comes slowly, from 1.8 times on.")]
    public void It_says_what_silence_is_worth(double? sudden, double? slow, string sentence) =>
        Assert.Equal(sentence, new AmountLimit(BytesOut, sudden, slow).Sentence);
}
