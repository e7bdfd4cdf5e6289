using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IncidentMesh.Cli.Tests.Replicas;

/// <summary>Windows of workloads as lines of JSON.</summary>
internal static class Windows
{
    public const string Web = "c1/shop/Deployment/web";

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Minutes in which twelve replicas do the same, and one of them more from some minute on.</summary>
    /// <param name="minutes">How many.</param>
    /// <param name="odd">What web-7 does besides, by minute.</param>
    /// <param name="workload">Whose they are.</param>
    /// <param name="replica">Names of the replicas, before their number.</param>
    public static string Of(int minutes, Func<int, IReadOnlyList<string>> odd, string workload = Web, string replica = "web-")
    {
        var lines = new StringBuilder();
        for (var minute = 0; minute < minutes; minute++)
        {
            var replicas = Enumerable.Range(1, 12).Select(number => Replica(
                $"{replica}{number}", number == 7 ? odd(minute) : []));
            lines.Append(Line(minute, workload, replicas)).Append('\n');
        }

        return lines.ToString();
    }

    /// <summary>One window.</summary>
    public static string Line(int minute, string workload, IEnumerable<string> replicas) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"workload":{{JsonSerializer.Serialize(workload)}},"start":"{{Start.AddMinutes(minute):yyyy-MM-dd'T'HH:mm:ss'Z'}}","seconds":60,"replicas":[{{string.Join(',', replicas)}}]}""");

    /// <summary>One replica that serves 100 requests, and does each of these once.</summary>
    public static string Replica(string name, params IEnumerable<string> odd)
    {
        var activity = new Dictionary<string, long> { ["accept|8080/tcp"] = 100, ["connect|192.0.2.10:5432/tcp"] = 40 };
        foreach (var feature in odd)
            activity[feature] = 1;
        return JsonSerializer.Serialize(new { name, revision = "7d9f", image = "sha256:5e8a", observedSeconds = 60, activity, gauges = new { cpu = 0.3 } });
    }

    /// <summary>What is said while somebody works in a replica: a shell, a download and a peer, five minutes past the hour.</summary>
    public static IReadOnlyList<string> Shell(int minute) =>
        minute is >= 65 and < 68 ? ["exec|/bin/sh", "exec|/usr/bin/curl", "connect|198.51.100.23:443/tcp"] : [];
}
