using System.Text;
using IncidentMesh.Cli.Analysis;

namespace IncidentMesh.Cli.Tests.Analysis;

public sealed class EventScannerTests
{
    private const int Largest = 400;

    public static TheoryData<string, string, string[]> Files => new()
    {
        { "lines", "{\"n\":1}\n{\"n\":2}\n", ["1:1", "2:2"] },
        { "no last line break", "{\"n\":1}\n{\"n\":2}", ["1:1", "2:2"] },
        { "Windows line ends, blanks and a byte order mark", "\uFEFF \r\n{\"n\":1} \r\n\r\n\t{\"n\":2}\r\n", ["2:1", "4:2"] },
        { "an array on one line", "[{\"n\":1},{\"n\":2}]", ["1:1", "1:2"] },
        { "an array over lines", "[\n  {\n    \"n\": 1\n  },\n  {\n    \"n\": 2\n  }\n]\n", ["2:1", "5:2"] },
        { "an EventList", "{\"kind\":\"EventList\",\"items\":[{\"n\":1},\n{\"n\":2}]}", ["1:1", "2:2"] },
        { "an EventList whose kind comes last", "{\"items\":[{\"n\":1},{\"n\":2}],\"kind\":\"EventList\"}", ["1:1", "1:2"] },
        { "objects over lines, one after the other", "{\n  \"n\": 1\n}\n{\n  \"n\": 2\n}\n", ["1:1", "4:2"] },
        { "objects over lines without a break between", "{\n\"n\":1\n}{\n\"n\":2}", ["1:1", "3:2"] },
        { "arrays as lines", "[{\"n\":1}]\n[{\"n\":2},{\"n\":3}]\n", ["1:1", "2:2", "2:3"] },
        { "an empty array", "[]\n{\"n\":1}\n", ["2:1"] },
        { "nothing", "", [] },
        { "blanks", " \n\t\r\n", [] },
        { "no JSON", "hello\n{\"n\":1}\nworld", ["1!", "2:1", "3!"] },
        { "numbers and texts", "1\n\"x\"\n{\"n\":1}\n[1,{\"n\":2}]\n", ["1!", "2!", "3:1", "4!", "4:2"] },
        { "a line cut off within a text", "{\"n\":1}\n{\"n\":\"2\n{\"n\":3}\n", ["1:1", "2!", "3:3"] },
        { "a line cut off between members", "{\"n\":1,\n{\"n\":2}\n{\"n\":3}\n", ["1!", "2:2", "3:3"] },
        { "a line cut off within an array", "[{\"n\":1},{\"n\n{\"n\":2}\n{\"n\":3}\n", ["1:1", "1!", "2:2", "3:3"] },
        { "the last line cut off", "{\"n\":1}\n{\"n\":", ["1:1", "2!"] },
        { "something after an object", "{\"n\":1} x\n{\"n\":2}\n", ["1!", "2:2"] },
        { "a broken item in an array on one line", "[{\"n\":1},{n},{\"n\":2}]\n{\"n\":3}\n", ["1:1", "1!", "2:3"] },
        { "a broken item in an array of lines", "[\n{\"n\":1},\n{\"n\":},\n{\"n\":3}\n]\n{\"n\":4}\n", ["2:1", "3!", "4:3", "6:4"] },
        { "a broken item in an array over lines", "[\n  {\n    \"n\": 1\n  },\n  {\n    \"n\" 2,\n    \"x\": {}\n  },\n  {\n    \"n\": 3\n  }\n]\n", ["2:1", "6!", "9:3"] },
        { "a broken object over lines", "{\n  \"n\": 1,\n  \"x\" 2,\n  \"y\": [\n  ]\n}\n{\n  \"n\": 2\n}\n", ["3!", "7:2"] },
        { "an array cut off", "[{\"n\":1},\n{\"n\":2},\n{\"n\":", ["1:1", "2:2", "3!"] },
        { "an array that never ends", "[{\"n\":1},\n{\"n\":2}\n", ["1:1", "2:2", "3!"] },
        { "an object over lines cut off", "{\"n\":1}\n{\n\"n\": 2,\n\"x\":\n", ["1:1", "2!"] },
        { "an EventList with a broken item", "{\"kind\":\"EventList\",\"items\":[\n{\"n\":1},\n{\"n\":!},\n{\"n\":3}\n]}\n{\"n\":4}\n", ["2:1", "3!", "4:3", "6:4"] },
        { "a line that is too large", "{\"n\":1}\n{\"x\":\"" + new string('x', 3 * Largest) + "\"}\n{\"n\":3}\n", ["1:1", "2!", "3:3"] },
        { "an item that is too large", "[{\"n\":1},{\"x\":\"" + new string('x', 3 * Largest) + "\"},{\"n\":3}]\n{\"n\":4}\n", ["1:1", "1!", "1:3", "2:4"] },
        { "a large array on one line", "[" + Many(100) + "]\n{\"n\":101}", [.. Enumerable.Range(1, 100).Select(n => $"1:{n}"), "2:101"] },
        { "a large EventList on one line", "{\"kind\":\"EventList\",\"items\":[" + Many(100) + "],\"metadata\":{\"a\":[{}]}}\n{\"n\":101}", [.. Enumerable.Range(1, 100).Select(n => $"1:{n}"), "2:101"] },
        { "a large array over lines", "[\n" + Many(100, ",\n") + "\n]\n{\"n\":101}", [.. Enumerable.Range(1, 100).Select(n => $"{n + 1}:{n}"), "103:101"] },
        { "a long line of no JSON", new string('x', 3 * Largest) + "\n{\"n\":2}\n", ["1!", "2:2"] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_whole_counts_and_what_is_not_is_named_whatever_the_window(string file, string content, string[] expected)
    {
        var bytes = Encoding.UTF8.GetBytes(content);

        foreach (var window in new[] { 3, 5, 17, 64, Largest })
            Assert.True(expected.SequenceEqual(Scan(bytes, window)), $"{file}, window {window}: {string.Join(' ', Scan(bytes, window))}");
    }

    [Fact]
    public void Bytes_that_are_no_text_cost_their_event_only()
    {
        byte[] file = [.. "{\"n\":1}\n{\"n\":\""u8, 0xff, .. "\"}\n[{\"n\":3},{\"n\":\""u8, 0xc3, .. "\"},{\"n\":5}]\n{\"n\":6}\n"u8];

        Assert.Equal(["1:1", "2!", "3:3", "3!", "3:5", "4:6"], Scan(file, 4 * Largest));
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_no_more()
    {
        var file = Encoding.UTF8.GetBytes($"{new string('[', 10_000)}\n{string.Concat(Enumerable.Repeat("{\"a\":", 10_000))}\n{{\"n\":3}}\n");

        var found = Scan(file, 32 * 1024);

        Assert.Equal("3:3", found[^1]);
        Assert.All(found.SkipLast(1), line => Assert.EndsWith("!", line, StringComparison.Ordinal));
    }

    private static string Many(int count, string between = ",") => string.Join(between, Enumerable.Range(1, count).Select(n => $"{{\"n\":{n}}}"));

    /// <summary>Reads as a file is read: the window grows where nothing was taken.</summary>
    private static List<string> Scan(byte[] file, int window)
    {
        var found = new Found();
        var scanner = new EventScanner(found, Largest);
        var (at, size) = (0, window);
        while (true)
        {
            var end = Math.Min(file.Length, at + size);
            var final = at + size > file.Length;
            var taken = scanner.Scan(file.AsMemory(at..end), final);
            at += taken;
            if (final)
            {
                Assert.Equal(file.Length, at);
                scanner.End();
                return found.Lines;
            }

            Assert.True(taken > 0 || size < Largest, "nothing taken of a full window");
            size = taken == 0 ? size * 2 : window;
        }
    }

    private sealed class Found : IEventSink
    {
        public List<string> Lines { get; } = [];

        public void OnEvent(ReadOnlySpan<byte> json, long line) =>
            Lines.Add($"{line}:{System.Text.Json.JsonDocument.Parse(json.ToArray()).RootElement.GetProperty("n")}");

        public void OnUnreadable(long line, string error)
        {
            Assert.NotEmpty(error);
            Lines.Add($"{line}!");
        }
    }
}
