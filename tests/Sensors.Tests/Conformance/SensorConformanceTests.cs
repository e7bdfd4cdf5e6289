using System.Text.Json;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Sensors.Tests.Conformance;

/// <summary>Real output of the sensors, from their own suites and docs: known by its content and read without loss.</summary>
public sealed class SensorConformanceTests
{
    [Theory]
    [InlineData("tetragon_events.jsonl", SensorNames.Tetragon)]
    [InlineData("tracee_events.jsonl", SensorNames.Tracee)]
    [InlineData("kubearmor_events.jsonl", SensorNames.KubeArmor)]
    [InlineData("inspektor_gadget_events.jsonl", SensorNames.InspektorGadget)]
    [InlineData("falco_json_alerts.jsonl", SensorNames.Falco)]
    public void Every_event_is_known_by_its_content_and_each_of_its_fields_can_be_reached(string file, string format)
    {
        foreach (var one in ConformanceCases.Load(file))
        {
            var input = one.GetProperty("input");
            if (input.ValueKind != JsonValueKind.Object)
                continue;
            var json = input.Utf8();

            Assert.Equal((Id(one), format), (Id(one), SensorFormats.Detect(json)?.Name));
            Assert.Equal(format, ConformanceCases.Read(format, json).Sensor);
            AssertReachable(json, input, "");
        }
    }

    [Fact]
    public void Tetragon_names_the_process_its_pod_and_its_time()
    {
        foreach (var one in ConformanceCases.Load("tetragon_events.jsonl"))
        {
            var expected = one.GetProperty("expected");
            var signal = ConformanceCases.Read(SensorNames.Tetragon, one.GetProperty("input").Utf8());

            AssertSame(one, expected, "binary", signal.Facts.GetValueOrDefault("proc.exepath"));
            AssertSame(one, expected, "pod", signal.Origin.Pod);
            AssertSame(one, expected, "namespace", signal.Origin.Namespace);
            Assert.Equal(expected.GetProperty("time").GetDateTimeOffset(), signal.Time);
        }
    }

    [Fact]
    public void Tracee_names_event_and_process()
    {
        foreach (var one in ConformanceCases.Load("tracee_events.jsonl"))
        {
            var signal = ConformanceCases.Read(SensorNames.Tracee, one.GetProperty("input").Utf8());

            AssertSame(one, one.GetProperty("expected"), "eventName", signal.Facts.GetValueOrDefault("evt.type"));
        }
    }

    [Fact]
    public void KubeArmor_judges_alerts_and_no_logs()
    {
        foreach (var one in ConformanceCases.Load("kubearmor_events.jsonl"))
        {
            var expected = one.GetProperty("expected");
            var signal = ConformanceCases.Read(SensorNames.KubeArmor, one.GetProperty("input").Utf8());

            AssertSame(one, expected, "policy", signal.Severity == Severity.Unknown ? null : signal.Rule);
            if (expected.TryGetProperty("isAlert", out var isAlert) && isAlert.GetBoolean() && expected.TryGetProperty("policy", out var policy) && policy.ValueKind == JsonValueKind.String)
                Assert.NotEqual(Severity.Unknown, signal.Severity);
        }
    }

    [Theory]
    [InlineData("tetragon_events.jsonl", SensorNames.Tetragon)]
    [InlineData("tracee_events.jsonl", SensorNames.Tracee)]
    [InlineData("kubearmor_events.jsonl", SensorNames.KubeArmor)]
    public void What_a_relay_adds_does_not_make_another_event(string file, string format)
    {
        foreach (var one in ConformanceCases.Load(file))
        {
            var json = one.GetProperty("input").GetRawText();
            var relayed = json[..^1] + ",\"uuid\":\"0b6f\",\"@timestamp\":\"2026-06-02T10:00:00Z\",\"kubernetes\":{\"host\":\"n\"}}";
            if (format == SensorNames.Tracee)
                relayed = json[..^1] + ",\"uuid\":\"0b6f\",\"@timestamp\":\"2026-06-02T10:00:00Z\"}";

            Assert.Equal(
                ConformanceCases.Read(format, System.Text.Encoding.UTF8.GetBytes(json)).Id,
                ConformanceCases.Read(format, System.Text.Encoding.UTF8.GetBytes(relayed)).Id);
        }
    }

    private static void AssertReachable(byte[] json, JsonElement element, string pointer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    AssertReachable(json, member.Value, $"{pointer}/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in element.EnumerateArray().Index())
                    AssertReachable(json, item, $"{pointer}/{index}");
                break;
            default:
                Assert.True(EventPointer.TryFind(json, pointer, out var value), pointer);
                Assert.Equal(element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText(), value);
                break;
        }
    }

    private static void AssertSame(JsonElement one, JsonElement expected, string member, string? actual)
    {
        if (expected.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
            Assert.Equal((Id(one), text), (Id(one), actual));
    }

    private static string? Id(JsonElement one) => one.GetProperty("id").GetString();
}
