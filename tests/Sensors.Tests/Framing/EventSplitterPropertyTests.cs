using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace IncidentMesh.Sensors.Tests.Framing;

public sealed class EventSplitterPropertyTests
{
    private static readonly Gen<byte[]> AlmostJson = Gen.OneOf(
            "{", "}", "[", "]", ",", ":", "\"", "\n", "\r\n", " ", "{}", "[]", "{\"a\":1}", "\"kind\":\"EventList\"", "\"items\":[", "1", "null", "\\", "\uFEFF", "é")
        .Array[0, 40].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

    [Fact]
    public void Random_bytes_never_throw() =>
        Gen.OneOf<byte[]>(Gen.Byte.Array[0, 100], AlmostJson).Sample(
            body =>
            {
                var split = EventSplitter.Split(body, new SplitLimits { MaxDepth = 4, MaxEvents = 5, MaxEventBytes = 12 });
                var end = 0;
                foreach (var range in split.Events)
                {
                    Assert.True(range.Start.Value >= end);
                    end = range.End.Value;
                    using var document = JsonDocument.Parse(body.AsMemory()[range]);
                    Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
                    Assert.True(end - range.Start.Value <= 12);
                }

                Assert.True(split.Fatal is null || split.Events.Count + split.Rejected.Count == 0);
                Assert.True(split.Events.Count + split.Rejected.Count <= 5);
                Assert.All(split.Rejected, rejected => Assert.True(rejected.Line >= 1 && rejected.Error.Length > 0 && rejected.Range.End.Value <= body.Length));
            },
            iter: 20_000);

    [Fact]
    public void Events_come_back_whatever_stands_between_them() =>
        Gen.Select(
                JsonGen.Object.Where(IsNoList).Array[1, 8],
                Gen.OneOf("\n", "\r\n", "\n\n", "\r\n \t\r\n", "array", "pretty array", "EventList", "pretty EventList", "array by line"),
                Gen.OneOf("", "\uFEFF"),
                Gen.OneOf("", "\n", "\r\n\r\n"))
            .Sample(
                (objects, separator, start, end) =>
                {
                    var body = Encoding.UTF8.GetBytes(start + Join(objects, separator) + end);

                    var split = EventSplitter.Split(body, SplitLimits.Default);

                    Assert.Null(split.Fatal);
                    Assert.Empty(split.Rejected);
                    Assert.Equal(objects.Length, split.Events.Count);
                    for (var i = 0; i < objects.Length; i++)
                        Assert.True(JsonNode.DeepEquals(objects[i], JsonNode.Parse(body.AsSpan()[split.Events[i]])));
                },
                iter: 2_000);

    [Fact]
    public void A_bad_line_never_costs_a_good_one() =>
        Gen.Select(JsonGen.Object.Where(IsNoList), Gen.Int[0, 5], Gen.Double.Unit).Array[1, 10].Where(lines => lines.Any(IsGood)).Sample(
            lines =>
            {
                var body = lines.Select(line => Line(line.Item1, line.Item2, line.Item3)).SelectMany(line => line.Append((byte)'\n')).ToArray();

                var split = EventSplitter.Split(body, SplitLimits.Default);

                Assert.Null(split.Fatal);
                var good = lines.Where(IsGood).ToArray();
                Assert.Equal(good.Length, split.Events.Count);
                for (var i = 0; i < good.Length; i++)
                    Assert.True(JsonNode.DeepEquals(good[i].Item1, JsonNode.Parse(body.AsSpan()[split.Events[i]])));
                Assert.Equal(
                    lines.Select((line, index) => (line, index)).Where(pair => !IsGood(pair.line)).Select(pair => pair.index + 1),
                    split.Rejected.Select(rejected => rejected.Line));
            },
            iter: 2_000);

    private static bool IsGood((JsonObject, int, double) line) => line.Item2 > 3;

    private static byte[] Line(JsonObject members, int kind, double cut)
    {
        var good = Encoding.UTF8.GetBytes(members.ToJsonString());
        return kind switch
        {
            0 => good[..Math.Max(1, (int)(good.Length * cut))],
            1 => "upstream connect error"u8.ToArray(),
            2 => [.. good, (byte)'}'],
            3 => [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8],
            _ => good,
        };
    }

    private static string Join(JsonObject[] objects, string separator)
    {
        var pretty = new JsonSerializerOptions { WriteIndented = true };
        var array = new JsonArray([.. objects.Select(members => members.DeepClone())]);
        return separator switch
        {
            "array" => array.ToJsonString(),
            "pretty array" => array.ToJsonString(pretty),
            "array by line" => string.Join('\n', objects.Select(members => $"[{members.ToJsonString()}]")),
            "EventList" => new JsonObject { ["kind"] = "EventList", ["items"] = array }.ToJsonString(),
            "pretty EventList" => new JsonObject { ["items"] = array, ["kind"] = "EventList" }.ToJsonString(pretty),
            _ => string.Join(separator, objects.Select(members => members.ToJsonString())),
        };
    }

    private static bool IsNoList(JsonObject members) => !members.ContainsKey("items") || !members.ContainsKey("kind");
}
