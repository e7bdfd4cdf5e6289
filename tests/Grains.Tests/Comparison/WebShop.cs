using System.Globalization;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Comparison;

/// <summary>A Deployment of like replicas, its inventory, and what a sensor says of them, minute by minute of a past day.</summary>
internal sealed class WebShop(int seed = 1, string cluster = "prod")
{
    public const string Old = "5d4f8c7b9d";
    public const string New = "7b9d5d4f8c";
    public const string Health = "/usr/bin/healthcheck";

    public static readonly DateTimeOffset Begin = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly LogPartition _falco = Flow.Falco with { Cluster = cluster };
    private readonly Random _random = new(seed);
    private readonly List<PodRecord> _pods = [];
    private int _events;

    public int Minute { get; private set; }

    public IReadOnlyList<string> Pods => [.. _pods.Select(pod => pod.Name)];

    public static string Pod(int number, string revision = Old) => $"web-{revision}-bcd{"fghjklmnpqrstvwxz"[number / 17]}{"fghjklmnpqrstvwxz"[number % 17]}";

    /// <summary>Starts pods, a day ago or with the present minute.</summary>
    public void Start(IEnumerable<int> numbers, string revision = Old) => _pods.AddRange(numbers.Select(number => new PodRecord
    {
        Namespace = Flow.Web.Namespace,
        Name = Pod(number, revision),
        Uid = $"uid-{revision}-{number}",
        WorkloadKind = Flow.Web.Kind,
        WorkloadName = Flow.Web.Name,
        Node = $"node-{number % 4}",
        Phase = "Running",
        Image = $"sha256:{revision}",
        Revision = revision,
        MainContainer = "web",
        StartedAt = Minute == 0 ? Begin.AddDays(-1) : Begin.AddMinutes(Minute),
    }));

    public void Stop(params string[] pods) => _pods.RemoveAll(pod => pods.Contains(pod.Name));

    public Task ListAsync(TestSilo silo) => silo.Grains.GetGrain<IClusterGrain>(cluster).ApplyAsync(new InventoryChange
    {
        ListBegins = true,
        ListEnds = true,
        Workloads = [new WorkloadRecord { Namespace = Flow.Web.Namespace, Kind = Flow.Web.Kind, Name = Flow.Web.Name, Uid = "uid-web", Replicas = _pods.Count }],
        Pods = [.. _pods],
    });

    /// <summary>What all pods do in some minutes: health checks, queries, and of the leader a renewal of its lease.</summary>
    /// <param name="minutes">How many.</param>
    /// <param name="leader">The pod that renews the lease; null for none.</param>
    /// <param name="also">Programs that a pod runs as well, in each of these minutes.</param>
    public List<string> Live(int minutes, string? leader = null, params IReadOnlyList<(string Pod, string Program)> also)
    {
        var events = new List<string>();
        for (; minutes > 0; minutes--, Minute++)
        {
            foreach (var pod in _pods)
            {
                events.Add(Event(pod, Exec(Health)));
                for (var queries = _random.Next(2, 6); queries > 0; queries--)
                    events.Add(Event(pod, Connect("10.0.3.7:5432")));
                if (pod.Name == leader)
                    events.Add(Event(pod, Connect("10.96.0.1:443")));
                events.AddRange(also.Where(one => one.Pod == pod.Name).Select(one => Event(pod, Exec(one.Program))));
            }
        }

        return events;
    }

    public async Task LiveAsync(TestSilo silo, int minutes, string? leader = null, params IReadOnlyList<(string Pod, string Program)> also)
    {
        for (; minutes > 0; minutes -= 20)
            await silo.ProcessedAsync(_falco, await silo.SendAsync(_falco, [.. Live(Math.Min(minutes, 20), leader, also)]));
    }

    /// <summary>A rule of the sensor that hits in the present minute.</summary>
    public string Alert(string pod, string priority = "Notice") => Event(_pods.Single(one => one.Name == pod), Exec(Health), "Something odd", priority);

    /// <summary>What a pod did in another minute than the present one.</summary>
    public string At(int minute, string pod)
    {
        var present = Minute;
        Minute = minute;
        var told = Event(_pods.Single(one => one.Name == pod), Exec(Health));
        Minute = present;
        return told;
    }

    /// <summary>A program that runs in the present minute beside the main container.</summary>
    public string Sidecar(string pod, string program) => Event(_pods.Single(one => one.Name == pod), $"{Exec(program)},\"container.name\":\"proxy\"");

    public static IComparisonGrain Comparison(TestSilo silo) => silo.Grains.GetGrain<IComparisonGrain>(Flow.Web.ToString());

    private static string Exec(string program) => $$"""
        "evt.type":"execve","proc.exepath":"{{program}}"
        """;

    private static string Connect(string server) => $$"""
        "evt.type":"connect","fd.name":"10.1.0.9:40000->{{server}}","fd.l4proto":"tcp"
        """;

    private string Event(PodRecord pod, string fields, string rule = "Activity", string priority = "Informational")
    {
        var time = Begin.AddMinutes(Minute).AddMilliseconds(_random.Next(60_000)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'000000Z'", CultureInfo.InvariantCulture);
        return $$$"""{"time":"{{{time}}}","rule":"{{{rule}}}","priority":"{{{priority}}}","source":"syscall","output":"event {{{_events++}}}","output_fields":{"k8s.ns.name":"{{{pod.Namespace}}}","k8s.pod.name":"{{{pod.Name}}}",{{{fields}}}}}""";
    }
}
