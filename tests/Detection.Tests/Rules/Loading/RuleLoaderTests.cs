using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Tests.Rules.Loading;

public sealed class RuleLoaderTests
{
    private const string Good = """
        - rule: Shell
          desc: a shell
          condition: evt.type=execve and proc.name=sh
          output: shell %proc.name
          priority: warning
        """;

    [Fact]
    public void Every_error_of_every_item_is_reported_with_its_place()
    {
        var load = Load("""
            - macro: shells
              condition: proc.name in (sh, bash)
            - rule: One
              desc: d
              condition: evt.type=execve and shels
              output: o
              priority: critcal
            - rule: Two
              desc: d
              condition: >
                evt.type=execve
                and proc.nmae=sh
              output: o
              priority: Info
            - rule: Three
              desc: d
              condition: evt.type=execve and shels
              output: o %proc.nmae
              priority: INFO
            """);

        Assert.False(load.Succeeded);
        Assert.Empty(load.Rules);
        Assert.Null(load.Compiled);
        Assert.Equal(
            [
                ("LOAD_ERR_YAML_VALIDATE", 7, 13),
                ("LOAD_ERR_VALIDATE", 5, 34),
                ("LOAD_ERR_COMPILE_CONDITION", 12, 9),
                ("LOAD_ERR_COMPILE_OUTPUT", 18, 13),
                ("LOAD_ERR_VALIDATE", 17, 34),
            ],
            load.Errors.Select(error => (error.Code, error.Place.Line, error.Place.Column)));
        Assert.Equal(["critical", "shells", null, null, "shells"], load.Errors.Select(error => error.Nearest));
    }

    [Fact]
    public void An_error_in_a_macro_is_shown_at_the_macro()
    {
        var load = Load("""
            - macro: inner
              condition: (proc.nmae = sh)
            - macro: outer
              condition: (evt.type = execve and inner)
            - rule: R
              desc: d
              condition: evt.type = execve and outer
              output: o
              priority: INFO
            """);
        var error = Assert.Single(load.Errors);
        Assert.Equal((2, 15), (error.Place.Line, error.Place.Column));
    }

    [Fact]
    public void An_error_in_an_appended_piece_is_shown_in_its_file()
    {
        var load = RuleLoader.Load(
        [
            new RuleFile("base.yaml", Good),
            new RuleFile("local.yaml", "- rule: Shell\n  condition: and proc.nam=x\n  override:\n    condition: append\n"),
        ]);
        Assert.Equal(new TextPlace("local.yaml", 2, 18), Assert.Single(load.Errors).Place);
    }

    [Fact]
    public void A_rule_does_not_see_macros_of_later_files()
    {
        var user = new RuleFile("a.yaml", Good.Replace("proc.name=sh", "shells", StringComparison.Ordinal));
        var macro = new RuleFile("b.yaml", "- macro: shells\n  condition: proc.name=sh\n");
        Assert.False(RuleLoader.Load([user, macro]).Succeeded);
        Assert.True(RuleLoader.Load([macro, user]).Succeeded);
    }

    [Theory]
    [InlineData("proc.name = shell", "- list: shell\n  items: [sh, bash]\n", "- list: shell\n  items: [sh]\n")]
    [InlineData("proc.name = all", "- list: inner\n  items: [bash]\n  override:\n    items: append\n", "- list: inner\n  items: [sh]\n")]
    [InlineData("nested", "- macro: named\n  condition: proc.nmae = sh\n", "- macro: named\n  condition: proc.name = sh\n")]
    public void What_a_file_breaks_in_those_before_it_is_an_error_though_a_later_one_mends_it(string condition, string breaks, string mends)
    {
        var first = """
            - list: inner
              items: [sh]
            - list: all
              items: [inner]
            - macro: named
              condition: proc.name = sh
            - macro: nested
              condition: named or proc.name = bash
            - macro: mine
              condition: evt.type=execve and 
            """ + condition + '\n' + Good.Replace("proc.name=sh", "mine", StringComparison.Ordinal) + '\n';
        RuleFile[] files = [new("a.yaml", first), new("b.yaml", breaks), new("c.yaml", mends)];

        Assert.True(RuleLoader.Load([files[0], files[2]]).Succeeded);
        Assert.NotEmpty(RuleLoader.Load(files[..2]).Errors);
        Assert.Equal(RuleLoader.Load(files[..2]).Errors, RuleLoader.Load(files).Errors);
    }

    [Fact]
    public void A_broken_definition_is_not_reported_again_by_what_refers_to_it()
    {
        var load = Load("- macro: shells\n- macro: shells\n  condition: or proc.name=a\n  override:\n    condition: append\n" + Good.Replace("proc.name=sh", "shells", StringComparison.Ordinal));
        Assert.Equal("Item has no mapping for key 'condition'", Assert.Single(load.Errors).Message);
    }

    [Theory]
    [InlineData("- macro: a\n  condition: b\n- macro: b\n  condition: a\n- macro: a\n  condition: b\n", "reference loop")]
    [InlineData("- required_engine_version: 99.0.0\n", "Rules require engine version 99.0.0")]
    [InlineData("- required_plugin_versions:\n  - name: okta\n    version: 0.1.0\n", "Plugin requirement not satisfied")]
    [InlineData("- list: a\n  items: [b\n", "")]
    [InlineData("- list: a\n  items: *b\n", "no anchor")]
    [InlineData("rule: a\n", "not yaml array")]
    public void What_cannot_be_used_is_an_error(string yaml, string message) =>
        Assert.Contains(Load(yaml).Errors, error => error.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Aliases_that_double_each_other_are_refused()
    {
        var bomb = "- &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"- &a{i} [*a{i - 1}, *a{i - 1}]\n"));
        Assert.Equal(LoadCode.YamlParse, Load(bomb).Errors[^1].Code);
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Contains("nest deeper", Load(new string('[', 100_000)).Errors[^1].Message, StringComparison.Ordinal);

    [Fact]
    public void Lists_that_double_each_other_are_refused()
    {
        var bomb = "- list: l0\n  items: [x, y]\n"
            + string.Concat(Enumerable.Range(1, 40).Select(i => $"- list: l{i}\n  items: [l{i - 1}, l{i - 1}]\n"));
        Assert.Contains("more than", Load(bomb).Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unused_unknown_and_doubled_things_are_warned_of()
    {
        var load = Load(Good + "\n  pritority: x\n  desc: again\n- macro: m\n  condition: proc.name=x\n- list: l\n  items: []\n- foo: bar\n");
        Assert.True(load.Succeeded);
        Assert.Equal(
            ["LOAD_UNKNOWN_KEY", "LOAD_UNKNOWN_KEY", "LOAD_UNKNOWN_ITEM", "LOAD_UNUSED_MACRO", "LOAD_UNUSED_LIST"],
            load.Warnings.Select(warning => warning.Code));
        Assert.Equal("priority", load.Warnings[0].Nearest);
        Assert.Equal("a shell", load.Rules[0].Description);
    }

    [Theory]
    [InlineData("k8s_audit", "ka.verb != <NA>", true)]
    [InlineData("k8s_audit", "ka.verb in (get, <NA>)", true)]
    [InlineData("k8s_audit", "ka.verb startswith <NA>", false)]
    [InlineData("syscall", "evt.type=open and proc.name != <NA>", false)]
    public void Comparing_an_audit_field_with_the_text_for_a_missing_value_is_unsafe(string source, string condition, bool warned)
    {
        var load = Load($"- rule: R\n  desc: d\n  condition: {condition}\n  output: o\n  priority: INFO\n  source: {source}\n");
        Assert.Empty(load.Errors);
        Assert.Equal(warned, load.Warnings.Any(warning => warning.Code == LoadCode.UnsafeNaCheck));
    }

    [Fact]
    public void A_disabled_rule_is_listed_but_not_compiled()
    {
        var load = Load(Good + "\n- rule: Shell\n  enabled: false\n  override:\n    enabled: replace\n");
        Assert.False(Assert.Single(load.Rules).Enabled);
        Assert.Equal(0, load.Compiled!.RuleCount);
    }

    [Fact]
    public void A_broken_file_leaves_the_last_good_rules_in_force_and_raises_an_alarm()
    {
        var good = Load(Good);
        var broken = Load("- rule: x\n");
        var force = RulesInForce.None.After(good).After(broken);
        Assert.Same(good, force.Current);
        Assert.Same(broken, force.Alarm);
        Assert.Null(force.After(good).Alarm);
    }

    private static RuleLoad Load(string yaml) => RuleLoader.Load([new RuleFile("rules.yaml", yaml)]);
}
