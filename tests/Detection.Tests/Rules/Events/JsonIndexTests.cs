using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using IncidentMesh.Detection.Rules.Events.Json;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace IncidentMesh.Detection.Tests.Rules.Events;

public sealed class JsonIndexTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("", "a", "kind", "{", "}]", "\"", "\\", "\\\\", "\\\"", "\n", "é", "😀", ",:", "x\\\\\"y"),
        Gen.Char['a', 'z'].Array[55, 70].Select(letters => new string(letters)),
        Gen.OneOf('\\', '"', 'a').Array[0, 130].Select(letters => new string(letters)));

    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Text.Select(JsonNode? (text) => JsonValue.Create(text)),
        Gen.OneOf("0", "-1.5e+3", "12345678901234567890", "true", "false", "null").Select(text => JsonNode.Parse(text)));

    private static readonly Gen<string> Document = Gen.Select(
        Gen.Recursive<JsonNode?>((depth, inner) => depth > 5
            ? Scalar
            : Gen.Frequency(
                (2, Scalar),
                (1, inner.Array[0, 5].Select(JsonNode? (items) => new JsonArray([.. items.Select(item => item?.DeepClone())]))),
                (1, Gen.Select(Text, inner).Array[0, 5].Select(JsonNode? (members) => new JsonObject(
                    members.DistinctBy(member => member.Item1).Select(member => KeyValuePair.Create(member.Item1, member.Item2?.DeepClone()))))))),
        Gen.Bool,
        (node, indented) => node?.ToJsonString(new JsonSerializerOptions { WriteIndented = indented }) ?? "null");

    [Fact]
    public void A_document_is_read_as_a_parser_reads_it() => Document.Sample(json =>
    {
        var index = new JsonIndex();
        Assert.True(index.TryBegin(Encoding.UTF8.GetBytes(json)), json);
        using var document = JsonDocument.Parse(json);
        AssertSame(document.RootElement, index, JsonIndex.Root);
    });

    [Fact]
    public void What_a_parser_takes_is_taken_and_nothing_makes_it_fail() => Gen.Select(Document, Gen.Int[0, 2000], Gen.OneOf("", "\"", "\\", "{", "]", ",", "\u0001", "x")).Sample(
        (json, place, put) =>
        {
            var at = place % (json.Length + 1);
            var changed = json[..at] + put + json[Math.Min(at + 1, json.Length)..];
            var index = new JsonIndex();
            var taken = index.TryBegin(Encoding.UTF8.GetBytes(changed));
            try
            {
                using var document = JsonDocument.Parse(changed);
                Assert.True(taken, changed);
                AssertSame(document.RootElement, index, JsonIndex.Root);
            }
            catch (Exception refusal) when (refusal is JsonException or InvalidOperationException)
            {
                // The second where an escape became half a surrogate pair: the parser takes that and cannot say it.
                if (taken)
                    ReadAll(index, JsonIndex.Root);
            }
        });

    [Theory]
    [InlineData("""["\u022\\"]""", """u022\""")]
    [InlineData("""["\u02\n\\"]""", "u02\n\\")]
    [InlineData("""["\ud83d\u0\\"]""", "\uFFFDu0\\")]
    [InlineData("""["\u"]""", "u")]
    public void An_escape_that_is_none_swallows_no_other(string json, string text)
    {
        var index = new JsonIndex();
        Assert.True(index.TryBegin(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(text, Encoding.UTF8.GetString(index.TextOf(index.FirstItem(JsonIndex.Root)).Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\": \"\u0001\"}")]
    [InlineData("""{"a": [1}""")]
    [InlineData("""{"a": [{]}}""")]
    [InlineData("""{"a": "b}""")]
    [InlineData("""{"a" "b"}""")]
    [InlineData("""{"a": 1,}""")]
    [InlineData("""{"a": 01}""")]
    [InlineData("""{"a": tru}""")]
    [InlineData("""{"a": 1} x""")]
    [InlineData("""{"a": \"b"}""")]
    public void What_is_no_json_is_refused(string json) => Assert.False(new JsonIndex().TryBegin(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void Nesting_is_limited_also_where_nobody_looks(int levels, bool taken) =>
        Assert.Equal(taken, new JsonIndex().TryBegin(Encoding.UTF8.GetBytes(new string('[', levels) + new string(']', levels))));

    [Fact]
    public void The_first_of_members_with_one_name_counts_however_it_is_written()
    {
        var index = new JsonIndex();
        Assert.True(index.TryBegin("""{"b": {"x": 0}, "\u0061": 1, "a": 2}"""u8.ToArray()));
        Assert.Equal("1", Encoding.UTF8.GetString(index.TextOf(index.Find(JsonIndex.Root, "a"u8)).Span));
    }

    [Fact]
    public void An_object_that_is_not_sound_has_no_members()
    {
        var index = new JsonIndex();
        Assert.True(index.TryBegin("""{"a": {"b": 1, "c": nul}, "d": 2}"""u8.ToArray()));
        var inner = index.Find(JsonIndex.Root, "a"u8);
        Assert.Equal(JsonIndex.None, index.Find(inner, "b"u8));
        Assert.Equal(JsonIndex.None, index.FirstItem(inner));
        Assert.NotEqual(JsonIndex.None, index.Find(JsonIndex.Root, "d"u8));
    }

    private static void AssertSame(JsonElement expected, JsonIndex index, int node)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Equal(JsonTokenType.StartObject, index.KindOf(node));
                var name = index.FirstItem(node);
                foreach (var member in expected.EnumerateObject())
                {
                    Assert.Equal(member.Name, Encoding.UTF8.GetString(index.TextOf(name).Span));
                    AssertSame(member.Value, index, name + 1);
                    name = index.ItemAfter(node, name + 1);
                }

                Assert.Equal(JsonIndex.None, name);
                break;
            case JsonValueKind.Array:
                Assert.Equal(JsonTokenType.StartArray, index.KindOf(node));
                var item = index.FirstItem(node);
                for (var i = 0; i < expected.GetArrayLength(); i++, item = index.ItemAfter(node, item))
                {
                    Assert.Equal(item, index.ItemAt(node, (ulong)i));
                    AssertSame(expected[i], index, item);
                }

                Assert.Equal(JsonIndex.None, item);
                break;
            default:
                Assert.Equal(expected.ToString(), expected.ValueKind switch
                {
                    JsonValueKind.True => "True",
                    JsonValueKind.False => "False",
                    JsonValueKind.Null => "",
                    _ => Encoding.UTF8.GetString(index.TextOf(node).Span),
                });
                break;
        }
    }

    private static void ReadAll(JsonIndex index, int node)
    {
        index.TextOf(node);
        _ = index.RawOf(node);
        for (var item = index.FirstItem(node); item != JsonIndex.None; item = index.ItemAfter(node, item))
            ReadAll(index, item);
    }
}
