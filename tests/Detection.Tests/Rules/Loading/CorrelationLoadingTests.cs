using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Tests.Rules.Loading;

public sealed class CorrelationLoadingTests
{
    private const string Good = """
        - macro: refused
          condition: ka.response.code = 403
        - correlation: Refusals
          desc: d
          type: count
          source: k8s_audit
          condition: refused and ka.verb = get
          by: [ka.user.name, "jevt.value[/objectRef/apiGroup]"]
          threshold: 20
          window: 5m
          output: >
            refused %ka.user.name
          priority: WARNING
          tags: [b, a]
        """;

    [Fact]
    public void A_correlation_is_loaded_with_everything_put_in()
    {
        var correlation = Assert.Single(Load(Good).Correlations);

        Assert.Equal(("Refusals", CorrelationType.Count, 20), (correlation.Name, correlation.Type, correlation.Threshold));
        Assert.Equal(TimeSpan.FromMinutes(5), correlation.Window);
        Assert.Equal(["ka.user.name", "jevt.value[/objectRef/apiGroup]"], correlation.By);
        Assert.Equal("(ka.response.code = 403 and ka.verb = get)", correlation.Rule.Condition.ToString());
        Assert.Equal("refused %ka.user.name", correlation.Rule.Output);
        Assert.Equal(["a", "b"], correlation.Rule.Tags);
        Assert.True(correlation.Enabled);
    }

    [Fact]
    public void It_is_no_rule()
    {
        var load = Load(Good);

        Assert.Empty(load.Rules);
        Assert.Equal(0, load.Compiled!.RuleCount);
        Assert.DoesNotContain(load.Warnings, warning => warning.Code == LoadCode.UnknownItem);
    }

    [Theory]
    [InlineData("type: count", "type: cuont", "5:9", "Invalid type")]
    [InlineData("threshold: 20", "threshold: 1", "9:14", "from 2 to 50000")]
    [InlineData("threshold: 20", "threshold: many", "9:14", "decode")]
    [InlineData("window: 5m", "window: 5", "10:11", "1s to 24h")]
    [InlineData("window: 5m", "window: 25h", "10:11", "1s to 24h")]
    [InlineData("window: 5m", "", "3:3", "'window'")]
    [InlineData("ka.user.name, ", "ka.usr.name, ", "8:8", "ka.user.name")]
    [InlineData("ka.user.name, ", "proc.name, ", "8:8", "source")]
    [InlineData("by: [", "by: [ka.verb, ka.verb, ka.verb, ", "8:7", "1 to 4")]
    [InlineData("refused and", "refusd and", "7:14", "refused")]
    [InlineData("%ka.user.name", "%ka.usr.name", "12:13", "ka.user.name")]
    [InlineData("k8s_audit", "k8s", "6:11", "not known")]
    [InlineData("priority: WARNING", "priority: LOUD", "13:13", "priority")]
    public void What_is_wrong_is_named_by_its_place(string good, string bad, string place, string part)
    {
        var error = Assert.Single(RuleLoader.Load([new RuleFile("f", Good.Replace(good, bad, StringComparison.Ordinal))]).Errors);

        Assert.Contains(part, error.ToString(), StringComparison.Ordinal);
        Assert.Equal($"f:{place}", error.Place.ToString());
    }

    [Fact]
    public void All_errors_are_told_at_once() =>
        Assert.Equal(3, RuleLoader.Load([new RuleFile("f", Good
            .Replace("threshold: 20", "threshold: 0", StringComparison.Ordinal)
            .Replace("window: 5m", "window: x", StringComparison.Ordinal)
            .Replace("by: [", "by: [ka.verb, ka.verb, ka.verb, ", StringComparison.Ordinal))]).Errors.Length);

    [Theory]
    [InlineData("threshold: 20", "threshold: 20\n  of: ka.verb")]
    [InlineData("desc: d", "desc: d\n  colour: red")]
    public void Keys_that_its_type_does_not_have_are_warned_of(string good, string more) =>
        Assert.Contains(Load(Good.Replace(good, more, StringComparison.Ordinal)).Warnings, warning => warning.Code == LoadCode.UnknownKey);

    [Theory]
    [InlineData("[ka.verb = get]")]
    [InlineData("[ka.verb = get, ka.verb = get, ka.verb = get, ka.verb = get, ka.verb = get, ka.verb = get, ka.verb = get, ka.verb = get, ka.verb = get]")]
    public void A_sequence_has_two_to_eight_steps(string steps)
    {
        var sequence = Good.Replace("type: count", "type: sequence", StringComparison.Ordinal)
            .Replace("condition: refused and ka.verb = get", $"steps: {steps}", StringComparison.Ordinal);

        Assert.Contains("2 to 8 steps", Assert.Single(RuleLoader.Load([new RuleFile("f", sequence)]).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_file_switches_it_off_or_defines_it_anew()
    {
        Assert.False(Assert.Single(Load(Good, "- correlation: Refusals\n  enabled: false\n").Correlations).Enabled);
        Assert.Equal(50, Assert.Single(Load(Good, Good.Replace("threshold: 20", "threshold: 50", StringComparison.Ordinal)).Correlations).Threshold);
        Assert.Contains("already exists", Assert.Single(RuleLoader.Load([new RuleFile("f", "- correlation: X\n  enabled: false\n")]).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_cannot_have_a_rules_name()
    {
        var rule = "- rule: Refusals\n  desc: d\n  condition: evt.type=open and proc.name=x\n  output: o\n  priority: INFO\n";

        Assert.Contains("same name", Assert.Single(RuleLoader.Load([new RuleFile("a", Good), new RuleFile("b", rule)]).Errors).Message, StringComparison.Ordinal);
    }

    private static RuleLoad Load(params string[] texts)
    {
        var load = RuleLoader.Load(texts.Select((text, number) => new RuleFile($"{number}", text)));
        Assert.Empty(load.Errors);
        return load;
    }
}
