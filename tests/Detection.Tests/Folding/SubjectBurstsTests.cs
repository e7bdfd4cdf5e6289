namespace IncidentMesh.Detection.Tests.Folding;

public sealed class SubjectBurstsTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(3_600, false)]
    [InlineData(3_601, true)]
    [InlineData(-90_000, false)]
    public void Only_silence_starts_a_new_incident(int secondsLater, bool expected) =>
        Assert.Equal(expected, SubjectBursts.StartsNewBurst(SignalMaker.Start, SignalMaker.Start.AddSeconds(secondsLater), SubjectBursts.DefaultGap));

    [Fact]
    public void The_ends_of_time_are_survived()
    {
        Assert.True(SubjectBursts.StartsNewBurst(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TimeSpan.FromHours(1)));
        Assert.False(SubjectBursts.StartsNewBurst(DateTimeOffset.MaxValue, DateTimeOffset.MinValue, TimeSpan.FromHours(1)));
    }
}
