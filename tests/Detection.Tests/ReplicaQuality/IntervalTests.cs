using IncidentMesh.Benchmarks.ReplicaQuality.Report;

namespace IncidentMesh.Detection.Tests.ReplicaQuality;

/// <summary>Against published tables.</summary>
public sealed class IntervalTests
{
    [Theory]
    [InlineData(0, 0, 3.689)]
    [InlineData(1, 0.025, 5.572)]
    [InlineData(10, 4.795, 18.390)]
    public void A_count_has_the_interval_of_Garwood(int count, double low, double high)
    {
        var interval = Interval.OfCount(count);

        Assert.Equal((low, high), (Math.Round(interval.Low, 3), Math.Round(interval.High, 3)));
    }

    [Theory]
    [InlineData(0, 36, 0, 0.097)]
    [InlineData(5, 10, 0.187, 0.813)]
    [InlineData(10, 10, 0.692, 1)]
    public void A_share_has_the_interval_of_Clopper_and_Pearson(int found, int trials, double low, double high)
    {
        var interval = Interval.OfShare(found, trials);

        Assert.Equal((low, high), (Math.Round(interval.Low, 3), Math.Round(interval.High, 3)));
    }
}
