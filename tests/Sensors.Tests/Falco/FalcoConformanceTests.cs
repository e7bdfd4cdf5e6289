using System.Text.Json;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Sensors.Tests.Falco;

public sealed class FalcoConformanceTests
{
    [Fact]
    public void Every_published_alert_is_recognized_and_read_with_its_rule_and_severity()
    {
        foreach (var item in ConformanceCases.Load("falco_json_alerts.jsonl"))
        {
            var json = item.GetProperty("input").Utf8();
            var expected = item.GetProperty("expected");

            var signal = ConformanceCases.Read(SensorNames.Falco, json);

            Assert.Equal(SensorNames.Falco, SensorFormats.Detect(json)?.Name);
            Assert.Equal(expected.GetProperty("rule").GetString(), signal.Rule);
            Assert.Equal(SeverityOf(expected.GetProperty("priority").GetString()!), signal.Severity);
        }
    }

    [Fact]
    public void Different_alerts_have_different_ids()
    {
        var cases = ConformanceCases.Load("falco_json_alerts.jsonl");
        var contents = cases.Select(item => item.GetProperty("input").GetRawText()).Distinct().Count();

        var ids = cases.Select(item => ConformanceCases.Read(SensorNames.Falco, item.GetProperty("input").Utf8()).Id).Distinct().Count();

        Assert.Equal(contents, ids);
    }

    [Fact]
    public void A_batch_of_them_is_split_without_touching_a_byte()
    {
        var cases = ConformanceCases.Load("falco_json_alerts.jsonl").Select(item => item.GetProperty("input")).ToList();
        var body = JsonSerializer.SerializeToUtf8Bytes(cases);

        var split = EventSplitter.Split(body, SplitLimits.Default);

        Assert.Null(split.Fatal);
        Assert.Empty(split.Rejected);
        Assert.Equal(cases.Count, split.Events.Count);
        for (var i = 0; i < cases.Count; i++)
            Assert.True(JsonElement.DeepEquals(cases[i], JsonDocument.Parse(body.AsMemory()[split.Events[i]]).RootElement));
    }

    private static Severity SeverityOf(string priority) => priority switch
    {
        "Debug" or "Informational" => Severity.Informational,
        "Notice" => Severity.Low,
        "Warning" => Severity.Medium,
        "Error" => Severity.High,
        "Critical" or "Alert" => Severity.Critical,
        "Emergency" => Severity.Fatal,
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, "no priority of Falco's"),
    };
}
