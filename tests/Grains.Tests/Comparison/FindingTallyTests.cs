using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Grains.Comparison;

namespace IncidentMesh.Grains.Tests.Comparison;

public sealed class FindingTallyTests
{
    [Theory]
    [InlineData(91, 1)]
    [InlineData(92, 0)]
    public void What_was_found_within_the_last_quarter_counts(int days, int told) =>
        Assert.Equal(new FindingTally(told, 0, told), FindingKeeping.LastQuarter([Found(days, null)], DateTimeOffset.UnixEpoch.AddDays(days)));

    [Fact]
    public void A_false_positive_and_what_is_benign_are_false_alarms_and_an_attack_and_an_exercise_are_none()
    {
        var findings = Enum.GetValues<Verdict>().Select(static verdict => Found(0, verdict)).Append(Found(0, null)).ToList();

        Assert.Equal(new FindingTally(5, 2, 1), FindingKeeping.LastQuarter(findings, DateTimeOffset.UnixEpoch));
    }

    private static Deviation Found(int minute, Verdict? verdict) => new()
    {
        Kind = "replica", Workload = "w", Since = DateTimeOffset.UnixEpoch.AddMinutes(minute), Window = DateTimeOffset.UnixEpoch, EValue = 1, Score = 50, Sentence = "", Verdict = verdict,
    };
}
