using System.Text.Json;
using IncidentMesh.Testing;

namespace IncidentMesh.Cli.Tests.Analysis;

/// <summary>Published events of other projects' suites, as files in every form that a file may have.</summary>
public sealed class ConformanceTests : IDisposable
{
    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task Every_published_Falco_alert_is_read() =>
        await EveryFormIsRead([.. Cases("falco_json_alerts.jsonl").Select(item => item.GetProperty("input"))]);

    [Fact]
    public async Task Every_published_audit_event_is_read()
    {
        var events = Cases("falco_k8saudit.jsonl").SelectMany(item => item.GetProperty("input").GetProperty("events").EnumerateArray());

        // One of them is {"kind":0}, which Falco's own test wants refused.
        await EveryFormIsRead([.. events.Where(audit => audit.EnumerateObject().Count() > 1)]);
    }

    public void Dispose() => _files.Dispose();

    private static IEnumerable<JsonElement> Cases(string file) => File
        .ReadLines(SharedFolder.Require("conformance", file))
        .Where(line => line.Length > 0)
        .Select(line => JsonDocument.Parse(line).RootElement);

    private async Task EveryFormIsRead(List<JsonElement> events)
    {
        Assert.NotEmpty(events);
        var pretty = new JsonSerializerOptions { WriteIndented = true };
        var lines = string.Join('\n', events.Select(one => JsonSerializer.Serialize(one)));
        string[] forms =
        [
            _files.Write("lines", lines),
            _files.Write("array", JsonSerializer.Serialize(events)),
            _files.Write("array-over-lines", JsonSerializer.Serialize(events, pretty)),
            _files.Write("objects-over-lines", string.Join('\n', events.Select(one => JsonSerializer.Serialize(one, pretty)))),
            _files.Write("list", JsonSerializer.Serialize(new { kind = "EventList", apiVersion = "audit.k8s.io/v1", items = events })),
            _files.Write("packed", TemporaryFiles.Zip(lines)),
        ];

        foreach (var file in forms)
        {
            var report = (await new Terminal().RunAsync("analyze", file, "-o", "json")).Ok().Json;

            Assert.Equal(0, report.GetProperty("unparsedTotal").GetInt64());
            Assert.Equal(events.Count, report.GetProperty("signals").GetInt64() + report.GetProperty("duplicates").GetInt64());
        }
    }
}
