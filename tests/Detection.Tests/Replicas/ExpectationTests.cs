using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Detection.Replicas.Expecting;
using IncidentMesh.Detection.Replicas.Windows;

namespace IncidentMesh.Detection.Tests.Replicas;

public sealed class ExpectationTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("*", "feature must name a family")]
    [InlineData("*|curl", "feature must name a family")]
    [InlineData("curl", "feature must name a family")]
    [InlineData(" ", "feature must be a text")]
    [InlineData(null, "feature is missing")]
    public void A_feature_has_to_name_what_is_expected(string? feature, string fault) =>
        Assert.StartsWith(fault, Faults(new() { Feature = feature, Reason = "r", Expires = "2026-12-31" })[0], StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "expires is missing")]
    [InlineData("soon", "expires must be a date")]
    [InlineData("2026-03-01T12:00:00Z", "expires must be after now")]
    [InlineData("2027-12-31", "expires must be after now and within a year")]
    public void It_has_an_end_within_a_year(string? expires, string fault) =>
        Assert.StartsWith(fault, Assert.Single(Faults(new() { Feature = "exec|x", Reason = "r", Expires = expires })), StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_is_named_at_once() => Assert.Equal(3, Faults(new()).Count);

    [Fact]
    public void What_fits_is_left_out_until_it_expires_and_counted()
    {
        var set = new ExpectationSet([Expectation("exec|/usr/bin/*", "web-?"), Expectation("exec|/bin/sh", null) with { Id = "ended", EndedAt = Now }]);
        var did = new Dictionary<string, long> { ["exec|/usr/bin/curl"] = 7, ["exec|/bin/sh"] = 1 };

        Assert.Equal(["exec|/bin/sh"], set.Rest(Window(Now), "web-7", did).Keys);
        Assert.Equal(2, set.Rest(Window(Now), "web-12", did).Count);
        Assert.Equal(2, set.Rest(Window(Now.AddDays(1)), "web-7", did).Count);
        Assert.Equal([7, 0], set.Counted().Select(one => one.Hits));
    }

    private static Expectation Expectation(string feature, string? replica) =>
        ExpectationForm.Read("exp", new() { Feature = feature, Replica = replica, Reason = "r", Expires = "2026-03-02T12:00:00Z" }, Now, "user:alice", out _)!;

    private static CountedWindow Window(DateTimeOffset start) =>
        new(start, TimeSpan.FromMinutes(1), new Dictionary<string, Dictionary<string, long>>(), new Dictionary<string, DateTimeOffset>(), CountingGaps.None);

    private static List<string> Faults(ExpectationRequest request)
    {
        Assert.Null(ExpectationForm.Read("exp", request, Now, "user:alice", out var faults));
        return [.. faults.Select(fault => $"{fault.Member} {fault.Message}")];
    }
}
