using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Tests.Rules.Loading;

/// <summary>One mistake does not hide another: all of them are told in one go, each with its place.</summary>
public sealed class AllErrorsTests
{
    [Fact]
    public void A_rule_with_a_broken_key_is_checked_in_all_others() =>
        Check(
            """
            - rule: One
              desc: [d]
              condition: proc.nmae=sh
              output: o %fd.nmae
              priority: critcal
              enabled: perhaps
              exceptions:
                - name: nameless
                - name: paths
                  fields: [fd.nmae, proc.nmae]
                  comps: [inn, =]
                  values: [[a, b]]
            """,
            "2:9: Value is not a scalar value",
            "3:14: filter_check called with nonexistent field proc.nmae",
            "4:13: invalid formatting token %fd.nmae",
            "5:13: Invalid priority",
            "6:12: Can't decode YAML scalar value",
            "8:7: Item has no mapping for key 'fields'",
            "10:16: 'fd.nmae' is not a supported filter field",
            "10:25: 'proc.nmae' is not a supported filter field",
            "11:15: 'inn' is not a supported comparison operator");

    [Fact]
    public void What_is_there_is_checked_where_something_is_missing() =>
        Check(
            """
            - rule: One
              condition: proc.nmae=sh
            - rule: Two
              desc: d
              output: o %proc.nmae
              priority: INFO
            - rule: Two
              condition: and proc.name=sh
              override:
                condition: append
            """,
            "1:3: Item has no mapping for key 'output'",
            "1:3: Item has no mapping for key 'desc'",
            "1:3: Item has no mapping for key 'priority'",
            "2:14: filter_check called with nonexistent field proc.nmae",
            "3:3: Item has no mapping for key 'condition'",
            "5:13: invalid formatting token %proc.nmae");

    [Fact]
    public void A_condition_with_an_unknown_macro_is_checked_in_the_rest() =>
        Check(
            """
            - macro: shells
              condition: shels or proc.nmae=sh
            - rule: One
              desc: d
              condition: shells and fd.nmae=a and shels
              output: o
              priority: INFO
            """,
            "2:14: Undefined macro 'shels' used in filter.",
            "2:23: filter_check called with nonexistent field proc.nmae",
            "5:25: filter_check called with nonexistent field fd.nmae",
            "5:39: Undefined macro 'shels' used in filter.");

    [Fact]
    public void An_update_with_a_broken_key_is_checked_in_all_others() =>
        Check(
            """
            - rule: One
              desc: d
              condition: evt.type=execve
              output: o
              priority: INFO
            - rule: One
              condition: and proc.nmae=sh
              priority: critcal
              tags: none
              override:
                condition: append
                priority: replace
                tags: replace
            - rule: One
              priority: critcal
              enabled: perhaps
              override:
                priority: replac
            """,
            "7:18: filter_check called with nonexistent field proc.nmae",
            "8:13: Invalid priority",
            "9:9: Value is not a sequence",
            "15:13: Invalid priority",
            "16:12: Can't decode YAML scalar value",
            "18:15: Invalid override operation for key 'priority': 'replac'. Allowed values are: replace ");

    [Fact]
    public void A_correlation_with_a_broken_key_is_checked_in_all_others() =>
        Check(
            """
            - correlation: One
              desc: d
              type: count
              condition: proc.nmae=sh
              by: [k8s.pod.nmae]
              threshold: many
              window: soon
              output: o %fd.nmae
              priority: critcal
            """,
            "4:14: filter_check called with nonexistent field proc.nmae",
            "5:8: filter_check called with nonexistent field k8s.pod.nmae",
            "6:14: Can't decode YAML scalar value",
            "7:11: The window must be a number with s, m or h behind it, from 1s to 24h",
            "8:13: invalid formatting token %fd.nmae",
            "9:13: Invalid priority");

    [Fact]
    public void What_stands_before_the_end_of_readable_YAML_is_checked() =>
        Check(
            """
            - rule: One
              desc: d
              condition: proc.nmae=sh and later
              output: o
              priority: INFO
            - macro: later
              condition: "evt.type=execve
            """,
            "3:14: filter_check called with nonexistent field proc.nmae",
            "7:14: While scanning a quoted scalar, found unexpected end of stream.");

    private static void Check(string yaml, params string[] expected)
    {
        var load = RuleLoader.Load([new RuleFile("a.yaml", yaml)]);

        Assert.Equal(
            expected,
            load.Errors.OrderBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column)
                .Select(problem => $"{problem.Place.Line}:{problem.Place.Column}: {problem.Message.Split("; did you mean")[0]}"));
    }
}
