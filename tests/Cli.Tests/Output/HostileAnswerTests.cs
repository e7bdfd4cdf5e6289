using System.Globalization;
using System.Text;
using System.Text.Json;
using IncidentMesh.Testing;
using YamlDotNet.RepresentationModel;

namespace IncidentMesh.Cli.Tests.Output;

/// <summary>Whoever names a pod writes into our tables. It must stay text.</summary>
public sealed class HostileAnswerTests
{
    private static readonly string[] Formats = ["table", "json", "yaml"];

    /// <summary>Each stands for a way out of a cell; the whole corpus is tried on one command.</summary>
    private static readonly string[] Texts =
    [
        HostileStrings.Get("ansi title and clear"), HostileStrings.Get("c1 control"), HostileStrings.Get("new lines"),
        HostileStrings.Get("bidi override"), HostileStrings.Get("lone surrogates"), "\ud83d", "\\\ud800\\u0041\udc00", new string('x', 5_000),
    ];

    [Theory]
    [MemberData(nameof(OnlineCommand.Lines), MemberType = typeof(OnlineCommand))]
    public async Task Every_command_prints_hostile_texts_as_texts(string line)
    {
        var command = OnlineCommand.Of(line);
        await using var api = await command.StartAsync();
        foreach (var text in Texts)
            foreach (var format in Formats)
            {
                api.Hostile = text;
                if (command.Line.StartsWith("plans propose", StringComparison.Ordinal))
                    api.Incident["plan"]!["status"] = "expired";
                if (command.Line.StartsWith("incidents close", StringComparison.Ordinal))
                    api.Incident["state"] = "resolved";
                await PrintsAsync(api, command, text, format);
            }
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    [InlineData("yaml")]
    public async Task A_text_of_a_megabyte_is_cut_for_people_and_whole_for_programs(string format)
    {
        await using var api = await FakeApi.StartAsync();
        api.Hostile = new string('x', 1_000_000);

        await PrintsAsync(api, OnlineCommand.Of("clusters list"), api.Hostile, format);

        var output = (await Terminal.For(api).RunAsync("clusters", "list", "-o", format)).Ok().Output;
        Assert.Equal(format != "table", output.Length > 1_000_000);
    }

    [Theory]
    [MemberData(nameof(HostileStrings.Names), MemberType = typeof(HostileStrings))]
    public async Task Every_hostile_text_is_printed_as_text(string name)
    {
        await using var api = await FakeApi.StartAsync();
        api.Hostile = HostileStrings.Get(name);
        foreach (var format in Formats)
            await PrintsAsync(api, OnlineCommand.Of("clusters list"), api.Hostile, format);
    }

    [Theory]
    [InlineData("incidents list")]
    [InlineData("incidents show inc-abcdefghijkl")]
    [InlineData("incidents events inc-abcdefghijkl")]
    public async Task An_answer_that_holds_half_a_surrogate_pair_is_shown_with_a_replacement_character(string line)
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static request => new FakeAnswer(200, request.Path.EndsWith("kl", StringComparison.Ordinal)
            ? """{"id": "inc-abcdefghijkl", "title": "half \ud800 \uD83D\uDD25 \\ud800", "\udc00name": 1}"""
            : """{"items": [{"id": "half \ud800 \uD83D\uDD25 \\ud800", "content": "half \ud800 \uD83D\uDD25 \\ud800", "partition": "half \ud800 \uD83D\uDD25 \\ud800"}], "nextCursor": null}""");

        foreach (var format in Formats)
        {
            var output = (await Terminal.For(api).RunAsync([.. line.Split(' '), "-o", format])).Ok().Output;

            Assert.Contains("half \ufffd ", output, StringComparison.Ordinal);
            Assert.Contains(@"\ud800", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_answer_that_is_no_UTF_8_is_shown_with_replacement_characters()
    {
        await using var server = await FakeApi.StartAsync();
        server.Before = static _ => new FakeAnswer(200, "{\"id\": \"a\u00ffb\"}") { Latin1 = true };

        var json = (await Terminal.For(server).RunAsync("incidents", "show", FakeApi.IncidentId, "-o", "json")).Ok().Json;

        Assert.Equal("a\ufffdb", json.GetProperty("id").GetString());
    }

    private static async Task PrintsAsync(FakeApi api, OnlineCommand command, string text, string format)
    {
        var finished = await Terminal.For(api).RunAsync([.. command.Args, "-o", format]);

        // A plan whose state is a hostile text is in none in which it can be decided.
        var expected = IsDecision(command) ? ExitCodes.Refused : ExitCodes.Ok;
        Assert.True(finished.ExitCode == expected, $"{command} -o {format}: {finished.Error}");
        Assert.All((finished.Output + finished.Error).EnumerateRunes(), static rune => Assert.True(IsDrawn(rune), $"U+{rune.Value:X4}"));
        Assert.DoesNotContain(finished.Output.Split('\n'), static row => row.StartsWith("forged", StringComparison.Ordinal) || row.StartsWith("level=", StringComparison.Ordinal));

        if (finished.ExitCode != ExitCodes.Ok)
            return;

        // What programs read is the text itself, except for halves of surrogate pairs, which are none.
        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        if (format == "json" && finished.Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(HostileAnswer.Unknown, out var member))
            Assert.Equal(whole, member.GetString());
        if (format == "yaml" && finished.Output.Contains(HostileAnswer.Unknown, StringComparison.Ordinal))
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(finished.Output));
            if (((YamlMappingNode)yaml.Documents[0].RootNode).Children.TryGetValue(HostileAnswer.Unknown, out var scalar))
                Assert.Equal(whole, ((YamlScalarNode)scalar).Value);
        }
    }

    private static bool IsDecision(OnlineCommand command) => command.Args is ["plans", "approve" or "reject" or "undo", ..];

    private static bool IsDrawn(Rune rune) => rune.Value is '\n' or ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
