using CsCheck;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Tests.Rules.Loading;

/// <summary>Laws of files and overrides.</summary>
public sealed class LoadingLawTests
{
    private static readonly Gen<string> Name = Const("a", "b", "c", "d");
    private static readonly Gen<string> Check = Const("proc.name=x", "fd.name=/etc/y", "proc.pid>3", "not user.name=z");

    private static readonly Gen<string> Item = Gen.OneOf(
        Gen.Select(Name, Check, (name, check) => Rule(name, check)),
        Gen.Select(Name, Check, (name, check) => $"- macro: m{name}\n  condition: {check}\n"),
        Gen.Select(Name, Check, (name, check) => $"- rule: {name}\n  condition: and {check}\n  override:\n    condition: append\n"),
        Gen.Select(Name, Check, (name, check) => $"- rule: {name}\n  condition: evt.type=open and {check}\n  override:\n    condition: replace\n"),
        Name.Select(name => $"- rule: {name}\n  enabled: false\n  override:\n    enabled: replace\n"));

    private static readonly string Base = string.Concat("abcd".Select(name => Rule(name.ToString(), "proc.name=base")));

    [Fact]
    public void Files_in_order_load_as_one_file_of_all_their_items() =>
        Item.Array[0, 8].Sample(items =>
        {
            var apart = RuleLoader.Load([new RuleFile("0", Base), .. items.Select((item, i) => new RuleFile($"{i + 1}", item))]);
            var together = RuleLoader.Load([new RuleFile("all", Base + string.Concat(items))]);
            Assert.Empty(apart.Errors);
            Assert.Equal(Shown(apart), Shown(together));
        });

    [Fact]
    public void Overrides_of_different_rules_commute() =>
        Gen.Select(Check, Check).Sample((one, other) =>
        {
            var first = $"- rule: a\n  condition: and {one}\n  override:\n    condition: append\n";
            var second = $"- rule: b\n  condition: and {other}\n  override:\n    condition: append\n";
            Assert.Equal(Shown(Load(Base + first + second)), Shown(Load(Base + second + first)));
        });

    [Fact]
    public void Defining_a_rule_again_leaves_its_place_and_nothing_else_of_it() =>
        Gen.Select(Name, Item.Array[0, 4]).Sample((name, items) =>
        {
            var load = Load(Base + string.Concat(items) + Rule(name, "proc.name=last"));
            Assert.Equal(["a", "b", "c", "d"], load.Rules.Select(rule => rule.Name));
            var again = load.Rules.Single(rule => rule.Name == name);
            Assert.Equal("evt.type=open and proc.name=last", again.ConditionText);
            Assert.True(again.Enabled);
        });

    [Fact]
    public void Replacing_undoes_whatever_was_appended_before() =>
        Check.Array[0, 5].Sample(checks =>
        {
            var appended = string.Concat(checks.Select(check => $"- rule: a\n  condition: and {check}\n  override:\n    condition: append\n"));
            const string replaced = "- rule: a\n  condition: evt.type=open\n  override:\n    condition: replace\n";
            Assert.Equal(Shown(Load(Base + replaced)), Shown(Load(Base + appended + replaced)));
        });

    [Fact]
    public void Any_text_loads_or_fails_without_an_exception() =>
        Gen.OneOf(Gen.String, Gen.Select(Item, Gen.Int[0, 60], Gen.Char, (item, at, letter) => item.Insert(Math.Min(at, item.Length), letter.ToString())))
            .Sample(text => _ = Load(text).Errors.Select(error => error.ToString()).ToList(), iter: 2000);

    private static Gen<string> Const(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Rule(string name, string check) =>
        $"- rule: {name}\n  desc: d\n  condition: evt.type=open and {check}\n  output: o\n  priority: INFO\n";

    private static RuleLoad Load(string yaml) => RuleLoader.Load([new RuleFile("f", yaml)]);

    private static IEnumerable<string> Shown(RuleLoad load) =>
        load.Rules.Select(rule => $"{rule.Name} {rule.Enabled} {rule.Condition} {rule.ConditionText}");
}
