using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using IncidentMesh.Testing;

namespace IncidentMesh.Sensors.Tests;

/// <summary>Nothing that a sender sends may throw: neither real events with flipped bytes nor cut ones.</summary>
public sealed class MutatedSampleTests
{
    private static readonly string[] OtherSensors =
    [
        "tetragon", "tracee", "kubearmor", "inspektor-gadget", "kubernetes-events", "hubble", "kubescape", "neuvector", "stackrox", "native",
    ];

    private static readonly byte[][] Events =
    [
        .. Split("falco/web-shop.ndjson").Take(20),
        .. Split("falco/falcosidekick.json"),
        .. Split("kubernetes-audit/web-shop.json").Take(20),
        .. Split("kubernetes-audit/v1beta1.json"),
        .. OtherSensors.SelectMany(static sensor => Split($"{sensor}/web-shop.ndjson")),
    ];

    [Fact]
    public void Flipped_and_cut_events_never_throw() =>
        Gen.Select(Gen.OneOf(Events), Gen.Select(Gen.Double.Unit, Gen.Byte).Array[1, 4], Gen.Double.Unit, Gen.Bool).Sample(
            (original, flips, cut, doCut) =>
            {
                var json = (byte[])original.Clone();
                foreach (var (at, value) in flips)
                    json[(int)(at * (json.Length - 1))] = value;
                if (doCut)
                    json = json[..(int)(json.Length * cut)];

                _ = EventSplitter.Split(json, SplitLimits.Default);
                AssertReadOrRefused(json);
            },
            iter: 20_000);

    [Fact]
    public void Values_of_any_other_type_in_a_real_event_never_throw() =>
        Gen.Select(Gen.OneOf(Events), Gen.Int[0, 200], JsonGen.Object).Sample(
            (original, at, stranger) =>
            {
                var root = JsonNode.Parse(original)!;
                var places = new List<(JsonNode Parent, string? Name, int Index)>();
                Collect(root, places);
                var (parent, name, index) = places[at % places.Count];
                JsonNode?[] values = [stranger, null, 7, "7", new JsonArray(1, null, "x"), true, Nested(70)];
                var value = values[at % values.Length];
                if (name is not null)
                    parent.AsObject()[name] = value;
                else
                    parent.AsArray()[index] = value;

                AssertReadOrRefused(Encoding.UTF8.GetBytes(root.ToJsonString(Deep)));
            },
            iter: 5_000);

    private static readonly System.Text.Json.JsonSerializerOptions Deep = new() { MaxDepth = 256 };

    private static void AssertReadOrRefused(byte[] json)
    {
        _ = SensorFormats.Detect(json);
        _ = EventEnvelopes.Open(json, SplitLimits.Default);
        foreach (var format in SensorFormats.All)
        {
            var read = format.TryRead(json, ConformanceCases.ReceivedAt, out var signal, out var error);
            Assert.Equal(read, signal is not null);
            Assert.Equal(read, error.Length == 0);
        }
    }

    private static void Collect(JsonNode node, List<(JsonNode, string?, int)> places)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                places.Add((node, name, 0));
                if (value is not null)
                    Collect(value, places);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                places.Add((node, null, i));
                if (items[i] is { } value)
                    Collect(value, places);
            }
        }
    }

    private static JsonArray Nested(int levels) => levels == 0 ? [] : new JsonArray(Nested(levels - 1));

    private static IEnumerable<byte[]> Split(string sample)
    {
        var body = SampleFiles.Read(sample);
        return EventSplitter.Split(body, SplitLimits.Default).Events.Select(range => body[range]);
    }
}
