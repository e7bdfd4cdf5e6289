using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Tests.Rules.Correlation;

public sealed class CorrelationTests
{
    [Fact]
    public void A_count_is_told_at_its_threshold_and_at_most_once_a_window()
    {
        var judge = Judge("type: count", "condition: ka.response.code = 403", "threshold: 5", "window: 60s");

        var told = Enumerable.Range(0, 200).Where(second => judge.Tells("mira", "pods", second)).ToList();

        Assert.Equal([4, 64, 124, 184], told);
    }

    [Fact]
    public void Keys_are_counted_apart()
    {
        var judge = Judge("type: count", "condition: ka.response.code = 403", "threshold: 5", "window: 60s");

        for (var second = 0; second < 4; second++)
            Assert.False(judge.Tells("mira", "pods", second) || judge.Tells("jonas", "pods", second));
    }

    [Fact]
    public void What_lies_further_apart_than_the_window_does_not_add_up()
    {
        var judge = Judge("type: count", "condition: ka.response.code = 403", "threshold: 5", "window: 60s");

        Assert.DoesNotContain(Enumerable.Range(0, 100), number => judge.Tells("mira", "pods", number * 16));
    }

    [Fact]
    public void Distinct_values_are_counted_and_repeats_are_not()
    {
        var judge = Judge("type: distinct", "condition: ka.response.code = 403", "of: ka.target.name", "threshold: 3", "window: 60s");

        Assert.False(judge.Tells("mira", "a", 0));
        Assert.False(judge.Tells("mira", "b", 1));
        Assert.False(judge.Tells("mira", "b", 2));
        Assert.False(judge.Tells("mira", "a", 3));
        Assert.True(judge.Tells("mira", "c", 4));
        Assert.False(judge.Tells("mira", "d", 5));
        Assert.False(judge.Tells("jonas", "c", 6));
    }

    [Fact]
    public void Distinct_values_of_long_ago_do_not_count()
    {
        var judge = Judge("type: distinct", "condition: ka.response.code = 403", "of: ka.target.name", "threshold: 3", "window: 60s");

        Assert.False(judge.Tells("mira", "a", 0));
        Assert.False(judge.Tells("mira", "b", 30));
        Assert.False(judge.Tells("mira", "c", 61));
        Assert.True(judge.Tells("mira", "a", 62));
    }

    [Fact]
    public void A_sequence_is_told_when_its_steps_follow_each_other_in_time()
    {
        var judge = Judge("type: sequence", "steps: [ka.target.name = a, ka.target.name = b, ka.target.name = c]", "window: 60s");

        Assert.DoesNotContain(["b", "c", "a", "c"], name => judge.Tells("mira", name, 0));
        Assert.False(judge.Tells("mira", "b", 10));
        Assert.False(judge.Tells("jonas", "c", 11));
        Assert.True(judge.Tells("mira", "c", 20));
        Assert.False(judge.Tells("mira", "c", 21));
    }

    [Fact]
    public void A_sequence_that_takes_too_long_is_none_and_a_later_beginning_counts()
    {
        var judge = Judge("type: sequence", "steps: [ka.target.name = a, ka.target.name = b]", "window: 60s");

        Assert.False(judge.Tells("mira", "a", 0));
        Assert.False(judge.Tells("mira", "b", 61));
        Assert.False(judge.Tells("mira", "a", 100));
        Assert.False(judge.Tells("mira", "a", 150));
        Assert.True(judge.Tells("mira", "b", 200));
    }

    [Fact]
    public void One_event_is_one_step_only()
    {
        var judge = Judge("type: sequence", "steps: [\"ka.target.name in (a, b)\", \"ka.target.name in (a, b)\"]", "window: 60s");

        Assert.False(judge.Tells("mira", "a", 0));
        Assert.True(judge.Tells("mira", "b", 1));
    }

    [Fact]
    public void The_first_event_of_a_key_is_told()
    {
        var judge = Judge("type: first_seen", "condition: ka.response.code = 403");

        Assert.True(judge.Tells("mira", "a", 0));
        Assert.False(judge.Tells("mira", "b", 100_000));
        Assert.True(judge.Tells("jonas", "a", 100_001));
    }

    [Fact]
    public void A_key_is_new_again_when_it_was_not_seen_for_its_window()
    {
        var judge = Judge("type: first_seen", "condition: ka.response.code = 403", "window: 1h");

        Assert.True(judge.Tells("mira", "a", 0));
        Assert.False(judge.Tells("mira", "a", 3_000));
        Assert.False(judge.Tells("mira", "a", 6_000));
        Assert.True(judge.Tells("mira", "a", 9_600));
    }

    [Fact]
    public void The_detection_has_the_correlations_name_severity_and_the_completing_events_words()
    {
        var judge = Judge("type: first_seen", "condition: ka.response.code = 403");

        var detection = Assert.Single(judge.Pipeline.Examine(SignalMaker.Audit("mira", "get pods", "shop", 403)));

        Assert.Equal(("k8s_audit/Test", "Test", Severity.High, "by mira"), (detection.Rule, detection.Title, detection.Severity, detection.Output));
        Assert.Equal(["T1613", "TA0007"], detection.Techniques);
    }

    [Fact]
    public void An_event_without_its_key_does_not_count()
    {
        var judge = Judge("type: first_seen", "condition: ka.response.code = 403");

        Assert.Empty(judge.Pipeline.Examine(SignalMaker.Audit("mira", "get pods", "shop", 403, facts: (AuditFacts.User, null))));
    }

    [Fact]
    public void Alerts_that_their_sensor_has_judged_are_correlated_too()
    {
        var pipeline = new DetectionPipeline(DetectionOptions.Default, Load("""
            - correlation: Many shells
              desc: d
              type: count
              condition: proc.name = sh
              by: [k8s.pod.name]
              threshold: 2
              window: 1m
              output: "%k8s.pod.name"
              priority: ERROR
            """));
        var raw = """{"output_fields":{"proc.name":"sh","k8s.pod.name":"web-1"}}"""u8.ToArray();

        Assert.Single(pipeline.Examine(SignalMaker.Falco(second: 0), raw));
        Assert.Equal("syscall/Many shells", pipeline.Examine(SignalMaker.Falco(second: 1), raw)[1].Rule);
    }

    internal static RuleLoad Load(string text)
    {
        var load = RuleLoader.Load([new RuleFile("rules.yaml", text)]);
        Assert.Empty(load.Errors);
        return load;
    }

    private static Judged Judge(params string[] lines) => new(new DetectionPipeline(DetectionOptions.Default, Load($"""
        - correlation: Test
          desc: d
          source: k8s_audit
          by: [ka.user.name]
          output: by %ka.user.name
          priority: ERROR
          tags: [mitre_discovery, T1613]
          {string.Join("\n  ", lines)}
        """)));

    private sealed record Judged(DetectionPipeline Pipeline)
    {
        public bool Tells(string user, string name, int second) =>
            Pipeline.Examine(SignalMaker.Audit(user, "get pods", "shop", 403, second, (AuditFacts.Name, name))).Count > 0;
    }
}
