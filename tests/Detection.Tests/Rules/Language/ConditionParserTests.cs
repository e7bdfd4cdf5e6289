using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Parsing;
using IncidentMesh.Detection.Rules.Language.Printing;

namespace IncidentMesh.Detection.Tests.Rules.Language;

public sealed class ConditionParserTests
{
    [Theory]
    [InlineData("evt.type = open\n  and proc.name ~ cat", 2, 17, "expected a valid check operator")]
    [InlineData("evt.type = open cat", 1, 17, "unexpected token after 'open', expecting 'or', 'and'")]
    [InlineData("(evt.type = open", 1, 17, "expected a ')' token")]
    [InlineData("fd.name = \"a\\qb\"", 1, 13, "unsupported string escape sequence: \\q")]
    [InlineData("fd.name in (\"a, b)", 1, 13, "the string that begins here has no closing \"")]
    [InlineData("", 1, 1, "filter input string is empty")]
    public void An_error_names_the_place_and_what_was_expected(string text, int line, int column, string message)
    {
        var error = ConditionParser.Parse(text).Error!;
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Brackets_nest_up_to_the_limit()
    {
        Assert.True(ConditionParser.Parse(Nested(ConditionParser.MaximumDepth)).Succeeded);
        Assert.Contains("max depth", ConditionParser.Parse(Nested(ConditionParser.MaximumDepth + 1)).Error!.Message, StringComparison.Ordinal);

        static string Nested(int depth) => new string('(', depth) + "a" + new string(')', depth);
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused_before_it_is_read() =>
        Assert.Contains("longer", ConditionParser.Parse(new string('a', ConditionParser.MaximumLength + 1)).Error!.Message, StringComparison.Ordinal);

    [Fact]
    public void Macros_are_replaced_where_they_are_known()
    {
        var condition = Parsed("evt.type = open and (known or unknown)");
        var macro = Parsed("proc.name in (cat, \"a b\")");
        var resolved = condition.Resolve(name => name == "known" ? macro : null);
        Assert.Equal("(evt.type = open and (proc.name in (cat, \"a b\") or unknown))", ConditionPrinter.Print(resolved));
        Assert.Same(condition, condition.Resolve(_ => null));
    }

    [Fact]
    public void Fields_and_macros_are_listed_with_their_places()
    {
        var mentions = Parsed("spawned and not proc.aname[2] = val(fd.name) or join(\"-\", (evt.type, \"x\")) exists").Mentions();
        Assert.Equal(
            [("Macro", "spawned", null, 0), ("Field", "proc.aname", "2", 16), ("Field", "fd.name", null, 36), ("Field", "evt.type", null, 59)],
            mentions.Select(m => (m.Kind.ToString(), m.Name, m.Argument, m.Offset)));
    }

    [Fact]
    public void Trees_that_macros_blow_up_are_counted_and_not_walked()
    {
        var condition = Parsed("a or a");
        for (var i = 0; i < 200; i++)
        {
            var inner = condition;
            condition = Parsed("a or a").Resolve(_ => inner);
        }

        Assert.True(condition.NodeCount > 1_000_000_000_000);
        Assert.Equal(202, condition.Depth);
    }

    private static Condition Parsed(string text)
    {
        var result = ConditionParser.Parse(text);
        Assert.True(result.Succeeded, result.Error?.Message);
        return result.Condition;
    }
}
