using System.Globalization;
using IncidentMesh.Detection.Health;

namespace IncidentMesh.Detection.Tests.Health;

public sealed class HearingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 30 80", 0, 80)]
    [InlineData("0 61", 61, 61)]
    [InlineData("0 30 5 -20", -20, 30)]
    [InlineData("0 -61", 0, 0)]
    [InlineData("-14400 0 10", 0, 10)]
    [InlineData("0 30 200", 0, 30)]
    public void A_sensor_was_heard_between_events_that_are_no_longer_apart_than_an_hour(string minutes, int since, int through)
    {
        Hearing? hearing = null;
        foreach (var minute in minutes.Split(' ').Select(static minute => int.Parse(minute, CultureInfo.InvariantCulture)))
            hearing = Hearing.After(hearing, Noon.AddMinutes(minute), Noon.AddMinutes(120));

        Assert.Equal(new Hearing(Noon.AddMinutes(since), Noon.AddMinutes(through)), hearing);
    }
}
