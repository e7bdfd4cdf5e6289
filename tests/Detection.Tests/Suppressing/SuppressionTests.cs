using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Suppressions;

namespace IncidentMesh.Detection.Tests.Suppressing;

public sealed class SuppressionTests
{
    private static readonly Suppression Shells = new() { Id = "shells", Reason = "r", Owner = "o", Expires = SignalMaker.Start.AddHours(1), Rule = "Terminal shell*" };

    [Fact]
    public void What_it_hides_is_counted_and_in_no_incident()
    {
        var incidents = Collect(out var count, SignalMaker.Falco(), SignalMaker.Falco("Other rule", second: 1));

        Assert.Equal("Other rule on shop/web", Assert.Single(incidents).Title);
        Assert.Equal((1, 0), (count.Hidden, count.Shown));
    }

    [Fact]
    public void It_ends_by_itself()
    {
        var incidents = Collect(out var count, SignalMaker.Falco(second: 3_599), SignalMaker.Falco(second: 3_600));

        Assert.Equal(1, Assert.Single(incidents).Fold.Signals);
        Assert.Equal(1, count.Hidden);
    }

    [Fact]
    public void A_chain_of_three_is_shown_all_the_same_and_says_so()
    {
        var incidents = Collect(
            out var count,
            SignalMaker.Falco(second: 0, tags: "mitre_execution"),
            SignalMaker.Falco("Token read", second: 60, tags: "mitre_credential_access"),
            SignalMaker.Falco("Upload", second: 120, tags: "mitre_exfiltration"));

        Assert.Equal(3, Assert.Single(incidents).Fold.Signals);
        Assert.Equal((0, 1), (count.Hidden, count.Shown));
    }

    [Fact]
    public void What_it_hides_makes_no_storm_for_others_to_be_lost_in()
    {
        var collector = new IncidentCollector("prod", suppressions: [Shells with { Workload = "ci/*" }]);
        for (var build = 0; build < 20; build++)
            collector.Add(SignalMaker.Falco(second: build) with { Origin = new SignalOrigin { Namespace = "ci", Pod = $"job{build}-6d8f7c9b5d-x7k2p" } });
        collector.Add(SignalMaker.Falco(second: 30));

        Assert.Equal("prod/workload/shop/Deployment/web", Assert.Single(collector.Collect(out var counts)).Subject.ToString());
        Assert.Equal(20, counts[0].Hidden);
    }

    [Fact]
    public void What_sensors_say_of_themselves_is_never_hidden()
    {
        var incidents = Collect(out var count, SignalMaker.Falco() with { Kind = SignalKind.SensorHealth });

        Assert.Single(incidents);
        Assert.Equal(0, count.Hidden);
    }

    [Theory]
    [InlineData("shop/web", 1)]
    [InlineData("shop/*", 1)]
    [InlineData("shop", 0)]
    [InlineData("*/api", 0)]
    public void A_workload_is_named_as_a_whole(string pattern, int hidden)
    {
        var collector = new IncidentCollector("prod", suppressions: [Shells with { Rule = null, Workload = pattern }]);
        collector.Add(SignalMaker.Falco());
        collector.Collect(out var counts);

        Assert.Equal(hidden, counts[0].Hidden);
    }

    [Fact]
    public void A_file_says_all_that_there_is()
    {
        var read = Read("- id: a\n  reason: r\n  owner: o\n  expires: 2026-12-31\n  rule: x*\n  user: mira\n", out var errors);

        Assert.Empty(errors);
        var one = Assert.Single(read);
        Assert.Equal(("a", "r", "o", "x*", "mira"), (one.Id, one.Reason, one.Owner, one.Rule, one.User));
        Assert.Equal(new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.Zero), one.Expires);
    }

    [Theory]
    [InlineData("- {id: a, reason: r, expires: 2026-12-31, rule: x}", "'owner' is missing")]
    [InlineData("- {id: a, reason: r, owner: o, expires: 2026-12-31}", "it would hide everything")]
    [InlineData("- {id: a, reason: r, owner: o, expires: 2028-01-01, rule: x}", "within a year")]
    [InlineData("- {id: a, reason: r, owner: o, expires: soon, rule: x}", "must be a date")]
    [InlineData("- {id: a, reason: r, owner: o, expires: 2026-12-31, rule: x, pod: y}", "'pod' is no member")]
    [InlineData("- {id: a, reason: r, owner: o, expires: 2026-12-31, rule: x, rule: y}", "'rule' is there twice")]
    [InlineData("- {id: a, reason: r, owner: o, expires: 2026-12-31, rule: [x]}", "'rule' must be a text")]
    [InlineData("- {id: a, reason: r, owner: o, expires: 2026-12-31, expression: proc.nam = sh}", "s.yaml:1: 'expression' is no condition: character 1: ")]
    [InlineData("- {id: a, reason: r, owner: o, expires: 2026-12-31, expression: proc.name =}", "s.yaml:1: 'expression' is no condition: line 1, column ")]
    [InlineData("- text", "a suppression is a mapping")]
    [InlineData("- {id: ", "s.yaml:1")]
    [InlineData("- {id: a, reason: r, owner: o, expires: 2026-12-31, rule: x}\n- {id: a, reason: r, owner: o, expires: 2026-12-31, rule: y}", "give each suppression its own")]
    public void A_file_that_is_wrong_is_refused(string text, string error)
    {
        Assert.Empty(Read(text, out var errors));
        Assert.Contains(error, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proc.name exists", "")]
    [InlineData("not proc.name = sh", "")]
    [InlineData("proc.name exists or proc.name = sh", "")]
    [InlineData("proc.name contains \"\"", "")]
    [InlineData("evt.type != open", "")]
    [InlineData("ka.verb exists", "")]
    [InlineData("not ka.user.name startswith system", "")]
    [InlineData("not proc.name = sh", ", rule: Terminal*", false)]
    [InlineData("proc.name = backup-agent", "", false)]
    [InlineData("proc.name in (apt, apt-get) and not user.name = root", "", false)]
    [InlineData("ka.user.name startswith system", "", false)]
    [InlineData("proc.tty = 0", "", false)]
    public void An_expression_that_always_holds_is_refused_where_nothing_else_narrows_it(string expression, string beside, bool refused = true)
    {
        Read($"- {{id: a, reason: r, owner: o, expires: 2026-12-31, expression: '{expression}'{beside}}}", out var errors);

        Assert.Equal(refused, errors.Any(error => error.Contains("would hide about everything", StringComparison.Ordinal)));
        Assert.Equal(refused ? 1 : 0, errors.Count);
    }

    private static IReadOnlyList<Suppression> Read(string text, out IReadOnlyList<string> errors) =>
        SuppressionFile.Read("s.yaml", text, SignalMaker.Start, out errors);

    private static IReadOnlyList<CollectedIncident> Collect(out SuppressionCount count, params Signal[] signals)
    {
        var collector = new IncidentCollector("prod", suppressions: [Shells]);
        foreach (var signal in signals)
            collector.Add(signal);
        var incidents = collector.Collect(out var counts);
        count = Assert.Single(counts);
        Assert.Equal(collector.Signals, incidents.Sum(incident => incident.Fold.Signals) + count.Hidden + collector.Activity);
        return incidents;
    }
}
