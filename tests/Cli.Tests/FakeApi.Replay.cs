using System.Globalization;
using System.Text.Json.Nodes;

namespace IncidentMesh.Cli.Tests;

/// <summary>Rules tried on the past.</summary>
internal sealed partial class FakeApi
{
    /// <summary>Requests that a replay takes.</summary>
    public int ReplayParts { get; set; } = 1;

    private FakeAnswer Replay(FakeRequest request)
    {
        var part = request.Json!["cursor"] is { } cursor ? int.Parse(cursor.GetValue<string>(), CultureInfo.InvariantCulture) : 1;
        return FakeAnswer.Ok(new JsonObject
        {
            ["rules"] = new JsonArray(ReplayedRule(part), With(ReplayedRule(part), "rule", "Quiet", "count", 0)),
            ["events"] = 4_096,
            ["unreadable"] = 1,
            ["judged"] = 2,
            ["bytes"] = 8_000_000,
            ["from"] = $"2026-03-01T12:{part:00}:00Z",
            ["through"] = $"2026-03-01T13:{part:00}:00Z",
            ["since"] = "2026-02-28T00:00:00Z",
            ["until"] = "2026-03-01T14:00:00Z",
            ["nextCursor"] = part < ReplayParts ? $"{part + 1}" : null,
        });
    }

    private static JsonObject ReplayedRule(int part) => new()
    {
        ["rule"] = "Shell",
        ["source"] = "syscall",
        ["priority"] = "Warning",
        ["count"] = 3,
        ["firstSeen"] = $"2026-03-01T12:{9 + part:00}:00Z",
        ["lastSeen"] = $"2026-03-01T13:{9 + part:00}:00Z",
        ["subjects"] = new JsonArray(Counted("workload shop/Deployment/web", 2), Counted($"node worker-{part}", 1)),
        ["users"] = new JsonArray(Counted("mira", 3)),
        ["examples"] = new JsonArray(new JsonObject
        {
            ["time"] = "2026-03-01T12:10:00Z",
            ["output"] = "a shell by mira",
            ["partition"] = "prod-eu/tetragon",
            ["offset"] = part,
            ["index"] = 7,
        }),
    };

    private static JsonObject Counted(string name, int count) => new() { ["name"] = name, ["count"] = count };

    private static JsonObject With(JsonObject item, string name, JsonNode value, string other, JsonNode otherValue) => With(With(item, name, value), other, otherValue);
}
