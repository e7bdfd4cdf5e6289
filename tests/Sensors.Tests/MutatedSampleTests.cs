using CsCheck;
using IncidentMesh.Testing;

namespace IncidentMesh.Sensors.Tests;

/// <summary>Nothing that a sender sends may throw: neither real events with flipped bytes nor cut ones.</summary>
public sealed class MutatedSampleTests
{
    private static readonly byte[][] Events =
    [
        .. Split("falco/web-shop.ndjson").Take(20),
        .. Split("falco/falcosidekick.json"),
        .. Split("kubernetes-audit/web-shop.json").Take(20),
        .. Split("kubernetes-audit/v1beta1.json"),
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

                _ = SensorFormats.Detect(json);
                _ = EventSplitter.Split(json, SplitLimits.Default);
                foreach (var format in SensorFormats.All)
                {
                    var read = format.TryRead(json, ConformanceCases.ReceivedAt, out var signal, out var error);
                    Assert.Equal(read, signal is not null);
                    Assert.Equal(read, error.Length == 0);
                }
            },
            iter: 20_000);

    private static IEnumerable<byte[]> Split(string sample)
    {
        var body = SampleFiles.Read(sample);
        return EventSplitter.Split(body, SplitLimits.Default).Events.Select(range => body[range]);
    }
}
