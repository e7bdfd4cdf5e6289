using IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

namespace IncidentMesh.Detection.Tests.ReplicaQuality;

public sealed class DrawsTests
{
    private const int Count = 100_000;

    [Theory]
    [InlineData(0.05)]
    [InlineData(3)]
    [InlineData(11.9)]
    [InlineData(25)]
    [InlineData(49.9)]
    [InlineData(300)]
    public void Poisson_counts_have_their_mean_as_mean_and_variance(double mean)
    {
        var draws = New();

        var counts = Enumerable.Range(0, Count).Select(_ => (double)draws.Poisson(mean)).ToList();

        // Five standard errors.
        Assert.InRange(counts.Average(), mean - (5 * Math.Sqrt(mean / Count)), mean + (5 * Math.Sqrt(mean / Count)));
        var variance = counts.Sum(count => (count - mean) * (count - mean)) / Count;
        var error = Math.Sqrt(((2 * mean * mean) + mean) / Count);
        Assert.InRange(variance, mean - (5 * error), mean + (5 * error));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(6)]
    [InlineData(50)]
    public void Gamma_noise_has_mean_one_and_variance_one_over_its_shape(double shape)
    {
        var draws = New();

        var values = Enumerable.Range(0, Count).Select(_ => draws.GammaOfMeanOne(shape)).ToList();

        Assert.InRange(values.Average(), 1 - (5 / Math.Sqrt(shape * Count)), 1 + (5 / Math.Sqrt(shape * Count)));
        Assert.InRange(values.Sum(value => (value - 1) * (value - 1)) / Count * shape, 0.93, 1.07);
    }

    [Fact]
    public void Streams_of_one_seed_differ_and_each_can_be_had_again()
    {
        Assert.Equal(New("a").Uniform(), New("a").Uniform());
        Assert.NotEqual(New("a").Uniform(), New("b").Uniform());
        Assert.NotEqual(new Xoshiro(1, "a").Next(), new Xoshiro(2, "a").Next());
    }

    private static Draws New(string stream = "draws") => new(new Xoshiro(7, stream));
}
