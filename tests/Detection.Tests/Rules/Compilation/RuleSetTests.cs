using CsCheck;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Parsing;

namespace IncidentMesh.Detection.Tests.Rules.Compilation;

public sealed class RuleSetTests
{
    [Fact]
    public void Compiled_rules_agree_with_a_plain_interpreter() =>
        Gen.Select(TypedConditionGen.Condition.Array[1, 6], TypedConditionGen.Event.Array[1, 4]).Sample(AssertAgreement);

    [Fact]
    public void So_many_rules_that_they_are_found_by_several_fields_agree_too() =>
        Gen.Select(TypedConditionGen.Conjunction.Array[20, 90], TypedConditionGen.Event.Array[1, 20]).Sample(AssertAgreement, iter: 200);

    [Fact]
    public void Each_field_is_read_once_and_only_where_a_rule_can_match()
    {
        var set = Built(["evt.type = open and fd.name = a", "evt.type = open and (fd.name = b or fd.name = c)", "evt.type = close and proc.name = x"]);
        var opened = new DictionaryEvent(new Dictionary<string, string[]> { ["evt.type"] = ["open"], ["fd.name"] = ["c"] }, set.Fields);
        var matches = new List<int>();
        set.Match(FieldSources.Syscall, opened, set.CreateContext(), RuleMatching.All, matches);
        Assert.Equal([1], matches);
        Assert.Equal(2, opened.Reads);
    }

    [Fact]
    public void An_event_that_matches_nothing_allocates_nothing()
    {
        var set = Built(
        [
            "evt.type in (open, openat) and fd.name startswith anyof (/etc, /root) and not proc.name in (a, b, c)",
            "toupper(proc.name) = X and fd.name regex \"/x/[a-z]+\"",
            "proc.name icontains zz or fd.name pmatch (/x, /y) or fd.name glob /z*q or fd.sip = 10.0.0.1",
        ]);
        var nothing = new StoredEvent(set, new Dictionary<string, string[]>
        {
            ["evt.type"] = ["open"],
            ["fd.name"] = ["/var/lib/file"],
            ["proc.name"] = ["someone"],
            ["fd.sip"] = ["10.0.0.2"],
        });
        var context = set.CreateContext();
        var matches = new List<int>();
        for (var i = 0; i < 100; i++)
            set.Match(FieldSources.Syscall, nothing, context, RuleMatching.First, matches);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            set.Match(FieldSources.Syscall, nothing, context, RuleMatching.First, matches);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(matches);
    }

    [Theory]
    [InlineData("proc.nme = a", "filter_check called with nonexistent field proc.nme; did you mean proc.name?")]
    [InlineData("proc.name = a and ka.verb = get", "filter_check called with nonexistent field ka.verb")]
    [InlineData("proc.aname[x] = a", "the argument of field 'proc.aname' must be a number")]
    [InlineData("evt.arg = a", "field 'evt.arg' requires an argument")]
    [InlineData("proc.pid = 1x", "filter error: '1x' is not a valid number")]
    [InlineData("fd.sport = 70000", "filter error: '70000' does not fit into 16 bits")]
    [InlineData("fd.sip = 10.1", "filter error: unrecognized IP address")]
    [InlineData("fd.snet = 10.0.0.0/33", "unrecognized IP network")]
    [InlineData("proc.name regex \"(\"", "invalid regex pattern")]
    [InlineData("some_macro", "filter error: unexpected identifier 'some_macro'")]
    public void What_is_wrong_is_said_at_compilation(string text, string message)
    {
        var check = new RuleSetBuilder().Add(EventSources.Syscall, Parsed(text));
        Assert.StartsWith(message, check.Errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(ab|cd)", 100, true)]
    [InlineData("[a-z0-9]+x", 100, true)]
    [InlineData("abcdefghij", 210, false)]
    [InlineData("(a+b)+", 300, true)]
    public void A_regex_that_is_too_large_to_match_by_does_not_load(string part, int times, bool loads)
    {
        var text = $"proc.cmdline regex \"{string.Concat(Enumerable.Repeat(part, times))}\"";

        var errors = new RuleSetBuilder().Add(EventSources.Syscall, Parsed(text)).Errors;

        Assert.Equal(loads, errors is []);
        if (loads)
        {
            var set = Built([text]);
            var matches = new List<int>();
            set.Match(FieldSources.Syscall, new StoredEvent(set, new Dictionary<string, string[]> { ["proc.cmdline"] = ["something else"] }), set.CreateContext(), RuleMatching.All, matches);
            Assert.Empty(matches);
        }
    }

    [Fact]
    public void All_errors_of_a_condition_are_reported_with_their_places()
    {
        var check = new RuleSetBuilder().Add(EventSources.Syscall, Parsed("a.b = 1 and proc.pid contains 1 or c.d exists"));
        Assert.Equal([0, 12, 35], check.Errors.Select(error => error.Offset));
    }

    [Fact]
    public void Macros_that_blow_up_are_refused()
    {
        var condition = Parsed("x.y = 1 or x.y = 2");
        for (var i = 0; i < 60; i++)
        {
            var inner = condition;
            condition = Parsed("a or a").Resolve(_ => inner);
        }

        var check = new RuleSetBuilder().Add(EventSources.Syscall, condition);
        Assert.Contains("parts", check.Errors[0].Message, StringComparison.Ordinal);
    }

    private static void AssertAgreement(string[] texts, Dictionary<string, string[]>[] events)
    {
        Condition[] conditions = [.. texts.Select(Parsed)];
        var set = Built(texts);
        var context = set.CreateContext();
        foreach (var values in events)
        {
            var expected = Enumerable.Range(0, conditions.Length).Where(i => ConditionInterpreter.Holds(conditions[i], values)).ToList();
            var all = new List<int>();
            set.Match(FieldSources.Syscall, new DictionaryEvent(values, set.Fields), context, RuleMatching.All, all);
            Assert.Equal(expected, all);
            var first = new List<int>();
            set.Match(FieldSources.Syscall, new DictionaryEvent(values, set.Fields), context, RuleMatching.First, first);
            Assert.Equal(expected.Take(1), first);
        }
    }

    private static RuleSet Built(IEnumerable<string> texts)
    {
        var builder = new RuleSetBuilder();
        foreach (var text in texts)
        {
            var check = builder.Add(EventSources.Syscall, Parsed(text));
            Assert.True(check.IsAccepted, $"{text}: {check.Errors.FirstOrDefault()?.Message}");
        }

        return builder.Build();
    }

    private static Condition Parsed(string text)
    {
        var result = ConditionParser.Parse(text);
        Assert.True(result.Succeeded, $"{text}: {result.Error?.Message}");
        return result.Condition;
    }
}
