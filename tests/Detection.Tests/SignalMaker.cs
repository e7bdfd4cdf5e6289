using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Tests;

/// <summary>Makes signals as the sensors' formats do.</summary>
internal static class SignalMaker
{
    public static readonly DateTimeOffset Start = new(2026, 6, 2, 9, 0, 0, TimeSpan.Zero);

    private static long LastId;

    public static Signal Falco(string rule = "Terminal shell in container", Severity severity = Severity.Low, int second = 0, params string[] tags) => new()
    {
        Id = NextId(),
        Sensor = SensorNames.Falco,
        Time = Start.AddSeconds(second),
        Severity = severity,
        Rule = rule,
        Summary = $"{rule} at {second}",
        Origin = new SignalOrigin { Namespace = "shop", Pod = "web-6d8f7c9b5d-x7k2p", Node = "worker-1" },
        Tags = tags,
    };

    /// <param name="user">User name.</param>
    /// <param name="request">Verb and resource with subresource, such as <c>create pods/exec</c>, or verb and path.</param>
    /// <param name="place">Namespace, or null.</param>
    /// <param name="code">HTTP status.</param>
    /// <param name="second">Seconds after <see cref="Start"/>.</param>
    /// <param name="facts">Further facts, which replace those made.</param>
    public static Signal Audit(string user, string request, string? place = null, int code = 200, double second = 0, params (string Name, string? Value)[] facts)
    {
        var (verb, what) = request.Split(' ') is [var first, var rest] ? (first, rest) : throw new ArgumentException("verb and resource", nameof(request));
        var all = new Dictionary<string, string>
        {
            [AuditFacts.AuditId] = $"id-{LastId}",
            [AuditFacts.Stage] = "ResponseComplete",
            [AuditFacts.User] = user,
            [AuditFacts.Verb] = verb,
            [AuditFacts.Code] = $"{code}",
        };
        if (what.StartsWith('/'))
        {
            all[AuditFacts.Path] = what;
        }
        else
        {
            var parts = what.Split('/');
            all[AuditFacts.Resource] = parts[0];
            if (parts.Length > 1)
            {
                all[AuditFacts.Subresource] = parts[1];
                all[AuditFacts.ReceivedAt] = $"received {second}";
            }
        }

        if (place is not null)
            all[AuditFacts.Namespace] = place;
        foreach (var (name, value) in facts)
        {
            if (value is null)
                all.Remove(name);
            else
                all[name] = value;
        }

        return new Signal
        {
            Id = NextId(),
            Sensor = SensorNames.KubernetesAudit,
            Time = Start.AddSeconds(second),
            Rule = request,
            Origin = new SignalOrigin { Namespace = place },
            User = user,
            Facts = all,
        };
    }

    private static SignalId NextId() => new(0, (ulong)Interlocked.Increment(ref LastId));
}
