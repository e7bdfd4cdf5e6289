using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IncidentMesh.Integrations.Slack;
using IncidentMesh.Testing;

namespace IncidentMesh.Integrations.Tests.Slack;

public sealed partial class SlackHostileTextTests : SlackTest
{
    public static TheoryData<string> Names => HostileStrings.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Hostile_text_in_every_field_is_shown_as_text(string name)
    {
        var text = HostileStrings.Get(name);
        var notice = Host.Notice() with
        {
            Title = text,
            Cluster = text,
            Subject = text,
            Assignee = text,
            Plan = text,
            Link = text,
            Reasons = [.. Enumerable.Repeat(text, 12)],
            News = [.. Enumerable.Repeat(text, 25)],
        };

        Receipt(await Host.TryAsync(notice));

        Assert.Empty(Slack.Violations);
        Assert.Equal(2, Slack.Messages.Count);
        foreach (var message in Slack.Messages)
        {
            Assert.Empty(message.Pings);
            foreach (var shown in new[] { message.Text, message.Shown })
            {
                Assert.DoesNotMatch(Unescaped(), shown);
                Assert.DoesNotContain(shown.EnumerateRunes(), rune => rune.Value != '\n' && Rune.GetUnicodeCategory(rune)
                    is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator);
            }
        }
    }

    [Theory]
    [InlineData("https://mesh.example/i/1?a=1&b=2", true)]
    [InlineData("http://127.0.0.1:8080/i/1", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("//mesh.example/i", false)]
    [InlineData("/incidents/1", false)]
    [InlineData("https://user:password@mesh.example/", false)]
    public async Task Only_a_web_address_becomes_a_button(string link, bool button)
    {
        Receipt(await Host.TryAsync(Host.Notice() with { Link = link }));

        Assert.Equal(button, Assert.Single(Slack.Messages).Blocks!.Any(block => block!["type"]!.GetValue<string>() == "actions"));
        Assert.Empty(Slack.Violations);
    }

    [Theory]
    [InlineData("a<b>&c", 100, "a&lt;b&gt;&amp;c")]
    [InlineData("&&&", 11, "&amp;&amp;…")]
    [InlineData("&&&", 15, "&amp;&amp;&amp;")]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("🔥🔥🔥", 5, "🔥🔥…")]
    [InlineData("  a \r\n\t b  ", 10, "a b")]
    [InlineData("\u202e\0", 10, "-")]
    public void Text_is_cut_between_characters_and_never_within_an_escape(string text, int max, string expected) =>
        Assert.Equal(expected, SlackText.Escape(text, max));

    [Fact]
    public void Broken_characters_are_replaced() => Assert.Equal("\ufffdx\ufffd", SlackText.Escape("\ud800x\udc00", 10));

    [GeneratedRegex("[<>]|&(?!(amp|lt|gt);)")]
    private static partial Regex Unescaped();
}
