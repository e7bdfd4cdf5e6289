using System.Globalization;
using System.Text;

namespace IncidentMesh.Benchmarks.Pipeline.Load;

/// <summary>Made-up Falco alerts of about 700 bytes as http_output writes them; no two are equal.</summary>
internal static class Alerts
{
    private const string Suffix = "bcdfghjklmnpqrstvwxz2456789";
    private const int Pods = 120;
    private const int Nodes = 14;

    private static readonly string[] Workloads = ["web", "api", "cart", "search", "billing", "login", "media", "queue", "report", "cache"];
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow - TimeSpan.FromMinutes(10);

    /// <summary>Of 20 alerts, 14 are activity only, and 6 are detections of three priorities.</summary>
    public static string Mixed(long number)
    {
        var pod = (int)(number % Pods);
        var (rule, priority) = (number / Pods % 20) switch
        {
            0 => ("Drop and execute new binary in container", "Critical"),
            1 => ("Read sensitive file untrusted", "Warning"),
            < 6 => ("Contact K8S API Server From Container", "Notice"),
            _ => ("Outbound connection to a known service", "Informational"),
        };
        return Of(number, "shop", PodName(Workloads[pod % Workloads.Length], pod / Workloads.Length), rule, priority);
    }

    /// <summary>The pods whose alerts <see cref="Mixed"/> writes.</summary>
    public static IEnumerable<string> MixedPods() =>
        Enumerable.Range(0, Pods).Select(pod => PodName(Workloads[pod % Workloads.Length], pod / Workloads.Length));

    public static string PodName(string workload, int replica)
    {
        var suffix = new char[5];
        for (var i = suffix.Length - 1; i >= 0; i--, replica /= Suffix.Length)
        {
            suffix[i] = Suffix[replica % Suffix.Length];
        }

        return $"{workload}-5d4f8c7b9d-{new string(suffix)}";
    }

    public static string Of(long number, string @namespace, string pod, string rule, string priority)
    {
        var time = Start.AddTicks(number * 100).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $$$"""
            {"hostname":"node-{{{number % Nodes:D2}}}","output":"{{{time}}}: {{{priority}}} {{{rule}}} (command=curl -sS http://10.96.0.20:5432/{{{number}}} connection=10.2.0.7:43210->10.96.0.20:5432 user=www-data k8s.ns={{{@namespace}}} k8s.pod={{{pod}}})","output_fields":{"container.name":"app","evt.time":{{{number}}},"evt.type":"connect","fd.name":"10.2.0.7:43210->10.96.0.20:5432","k8s.ns.name":"{{{@namespace}}}","k8s.pod.name":"{{{pod}}}","proc.cmdline":"curl -sS http://10.96.0.20:5432/{{{number}}}","proc.name":"curl","proc.pname":"sh","user.name":"www-data"},"priority":"{{{priority}}}","rule":"{{{rule}}}","source":"syscall","tags":["container","network","mitre_execution","T1059"],"time":"{{{time}}}"}
            """);
    }

    public static byte[] Body(long first, int count, Func<long, string> alert)
    {
        var text = new StringBuilder(count * 800);
        for (var i = 0; i < count; i++)
        {
            text.Append(alert(first + i)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
