using System.Text;
using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Testing;

namespace IncidentMesh.Sensors.Tests;

/// <summary>Cases of other projects' suites, read from beside the repository.</summary>
internal static class ConformanceCases
{
    public static readonly DateTimeOffset ReceivedAt = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    public static List<JsonElement> Load(string file)
    {
        var lines = File.ReadAllLines(SharedFolder.Require("conformance", file));
        return [.. lines.Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    public static byte[] Utf8(this JsonElement element) => Encoding.UTF8.GetBytes(element.GetRawText());

    public static Signal Read(string format, ReadOnlySpan<byte> json)
    {
        Assert.True(SensorFormats.Find(format)!.TryRead(json, ReceivedAt, out var signal, out var error), error);
        return signal!;
    }
}
