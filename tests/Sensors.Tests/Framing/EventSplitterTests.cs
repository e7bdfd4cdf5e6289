using System.Text;

namespace IncidentMesh.Sensors.Tests.Framing;

public sealed class EventSplitterTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("  {\"a\":1}\r\n", """{"a":1}""")]
    [InlineData("\uFEFF{\"a\":1}", """{"a":1}""")]
    [InlineData("{\n  \"a\": 1\n}\n", "{\n  \"a\": 1\n}")]
    [InlineData("""[{"a":1}, {"b":[{}]}]""", """{"a":1}|{"b":[{}]}""")]
    [InlineData("[\n{\"a\":1},\n{\"b\":2}\n]", """{"a":1}|{"b":2}""")]
    [InlineData("{\"a\":1}\n{\"b\":2}\n", """{"a":1}|{"b":2}""")]
    [InlineData("\r\n{\"a\":1}\r\n\r\n \t\r\n{\"b\":2}", """{"a":1}|{"b":2}""")]
    [InlineData("[{\"a\":1},{\"b\":2}]\n{\"c\":3}\n[]", """{"a":1}|{"b":2}|{"c":3}""")]
    [InlineData("""{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[{"a":1},{"b":2}]}""", """{"a":1}|{"b":2}""")]
    [InlineData("""{"items":[{"a":1},{"b":2}],"metadata":{},"kind":"EventList"}""", """{"a":1}|{"b":2}""")]
    [InlineData("""[{"kind":"EventList","items":[{"a":1}]},{"b":2}]""", """{"a":1}|{"b":2}""")]
    [InlineData("""{"kind":"EventList","items":null}""", "")]
    [InlineData("""{"kind":"EventList","items":[]}""", "")]
    [InlineData("""{"kind":"List","items":[{"a":1}]}""", """{"kind":"List","items":[{"a":1}]}""")]
    [InlineData("""{"items":[{"a":1},2]}""", """{"items":[{"a":1},2]}""")]
    [InlineData("""{"kind":"EventList"}""", """{"kind":"EventList"}""")]
    [InlineData("[]", "")]
    public void Events_are_found(string body, string expected)
    {
        var split = Split(body);

        Assert.Null(split.Fatal);
        Assert.Empty(split.Rejected);
        Assert.Equal(expected, string.Join('|', Texts(body, split)));
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData(" \n\r\n", 1, "empty")]
    [InlineData("nonsense", 1, "must be a JSON object")]
    [InlineData("17", 1, "must be a JSON object")]
    [InlineData("{\"a\":1", 1, "not JSON")]
    [InlineData("{\n\"a\":1,\n\"b\":}", 3, "not JSON")]
    [InlineData("[\n{\"a\":1},\n{\"b\":2},\n", 3, "not JSON")]
    [InlineData("[{\"a\":1}] x", 1, "not JSON")]
    public void A_body_without_an_event_is_refused_and_the_line_named(string body, int line, string reason)
    {
        var split = Split(body);

        Assert.Empty(split.Events);
        Assert.StartsWith($"line {line}: ", split.Fatal, StringComparison.Ordinal);
        Assert.Contains(reason, split.Fatal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":\n{\"c\":3}\n", 2, "not JSON")]
    [InlineData("{\"b\":\n{\"a\":1}\n{\"c\":3}\n", 1, "not JSON")]
    [InlineData("{\"a\":1}\nhello\n{\"c\":3}\n", 2, "must be a JSON object")]
    [InlineData("{\"a\":1}\n{\"b\":2} {\"b\":2}\n{\"c\":3}\n", 2, "not JSON")]
    [InlineData("{\"a\":1}\n\n\n\"x\"\n{\"c\":3}\n", 4, "must be a JSON object")]
    [InlineData("[{\"a\":1},\n17,\n{\"c\":3}]", 2, "must be a JSON object")]
    [InlineData("{\"kind\":\"EventList\",\"items\":[{\"a\":1},\n[],{\"c\":3}]}", 2, "must be a JSON object")]
    public void A_bad_piece_is_rejected_alone(string body, int line, string reason)
    {
        var split = Split(body);

        Assert.Null(split.Fatal);
        Assert.Equal("""{"a":1}|{"c":3}""", string.Join('|', Texts(body, split)));
        var rejected = Assert.Single(split.Rejected);
        Assert.Equal(line, rejected.Line);
        Assert.Contains(reason, rejected.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_UTF_8_costs_its_own_line_only()
    {
        byte[] body = [.. "{\"a\":1}\n{\"b\":\""u8, 0xC0, 0xAF, .. "\"}\n{\"c\":3}"u8];

        var split = EventSplitter.Split(body, SplitLimits.Default);

        Assert.Equal(2, split.Events.Count);
        var rejected = Assert.Single(split.Rejected);
        Assert.Equal((2, "not valid UTF-8."), (rejected.Line, rejected.Error));
    }

    [Fact]
    public void Invalid_UTF_8_in_a_document_is_fatal_at_its_line()
    {
        byte[] body = [.. "[\n{\"a\":1},\n{\"b\":\""u8, 0xFF, .. "\"}\n]"u8];

        Assert.Equal("line 3: not valid UTF-8.", EventSplitter.Split(body, SplitLimits.Default).Fatal);
    }

    [Fact]
    public void Ten_thousand_levels_are_refused_and_the_limit_itself_is_not()
    {
        var limits = new SplitLimits { MaxDepth = 64 };

        Assert.Contains("nested deeper than 64 levels", Split(Nested(10_000), limits).Fatal, StringComparison.Ordinal);
        Assert.Contains("nested deeper than 64 levels", Split(Nested(65), limits).Fatal, StringComparison.Ordinal);
        Assert.Single(Split(Nested(64), limits).Events);
        Assert.Single(Split("{}\n" + Nested(10_000), limits).Rejected);
    }

    [Theory]
    [InlineData("{}\n{}\n{}\n{}\n")]
    [InlineData("{}\nx\n{}\nx\n")]
    [InlineData("[{},{},{},{}]")]
    [InlineData("[1,2,3,{}]")]
    [InlineData("""{"kind":"EventList","items":[{},{},{},{}]}""")]
    [InlineData("""{"items":[{},{},{},{}],"kind":"EventList"}""")]
    public void Too_many_events_refuse_the_whole_body(string body)
    {
        var split = Split(body, new SplitLimits { MaxEvents = 3 });

        Assert.Contains("more than 3 events", split.Fatal, StringComparison.Ordinal);
        Assert.Empty(split.Events);
        Assert.Null(Split(body, new SplitLimits { MaxEvents = 4 }).Fatal);
    }

    [Fact]
    public void An_event_with_many_items_of_its_own_is_one_event()
    {
        var split = Split("""{"items":[1,2,3,4,5,6],"kind":"Other"}""", new SplitLimits { MaxEvents = 1 });

        Assert.Null(split.Fatal);
        Assert.Single(split.Events);
    }

    [Fact]
    public void An_event_that_is_too_long_is_rejected_alone()
    {
        var body = "{\"a\":1}\n{\"b\":\"" + new string('x', 100) + "\"}\n{\"c\":3}";

        var split = Split(body, new SplitLimits { MaxEventBytes = 50 });

        Assert.Equal("""{"a":1}|{"c":3}""", string.Join('|', Texts(body, split)));
        Assert.Equal("an event of 108 bytes; 50 are allowed.", Assert.Single(split.Rejected).Error);
    }

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);

    private static SplitResult Split(string body, SplitLimits? limits = null) =>
        EventSplitter.Split(Encoding.UTF8.GetBytes(body), limits ?? SplitLimits.Default);

    private static IEnumerable<string> Texts(string body, SplitResult split)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return split.Events.Select(range => Encoding.UTF8.GetString(bytes.AsSpan()[range]));
    }
}
