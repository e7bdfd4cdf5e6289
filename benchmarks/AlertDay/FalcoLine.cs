using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IncidentMesh.Benchmarks.AlertDay;

/// <summary>An alert as Falco's <c>json_output</c> writes it.</summary>
internal static class FalcoLine
{
    public static string Of(Alert alert)
    {
        var (rule, pod) = (alert.Rule, alert.Pod);
        var time = alert.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff00Z", CultureInfo.InvariantCulture);
        var process = alert.Command.Split(' ')[0];
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("hostname", pod.Node);
            json.WriteString("output", $"{time[11..29]}: {rule.Priority} {rule.Name} | proc_cmdline={alert.Command} proc_pid={alert.ProcessId} container_id={pod.Container} k8s_ns_name={pod.Namespace} k8s_pod_name={pod.Name}");
            json.WriteStartObject("output_fields");
            json.WriteString("container.id", pod.Container);
            json.WriteString("container.image.repository", pod.Image);
            json.WriteNumber("evt.time", (alert.Time - DateTimeOffset.UnixEpoch).Ticks * 100);
            json.WriteString("k8s.ns.name", pod.Namespace);
            json.WriteString("k8s.pod.name", pod.Name);
            json.WriteString("proc.cmdline", alert.Command);
            json.WriteString("proc.name", process[(process.LastIndexOf('/') + 1)..]);
            json.WriteNumber("proc.pid", alert.ProcessId);
            json.WriteString("user.name", "root");
            json.WriteEndObject();
            json.WriteString("priority", rule.Priority);
            json.WriteString("rule", rule.Name);
            json.WriteString("source", "syscall");
            json.WriteStartArray("tags");
            foreach (var tag in rule.Tags.Split(','))
                json.WriteStringValue(tag);
            json.WriteEndArray();
            json.WriteString("time", time);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
