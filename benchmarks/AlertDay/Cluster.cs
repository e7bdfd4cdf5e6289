namespace IncidentMesh.Benchmarks.AlertDay;

/// <summary>A made-up cluster: 14 nodes, and workloads of a shop with its data, tools and platform.</summary>
internal sealed class Cluster
{
    public const int Nodes = 14;

    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    private static readonly (string Namespace, string Kind, string Names, int Replicas)[] Plan =
    [
        ("shop", "Deployment", "checkout cart catalog search login profile reviews prices images shipping", 8),
        ("payments", "Deployment", "cards invoices refunds fraud ledger-api", 4),
        ("partners", "Deployment", "feeds hooks exports imports sandbox-api", 2),
        ("data", "StatefulSet", "ledger orders-db cache queue", 3),
        ("analytics", "Deployment", "events reports models notebooks scheduler dashboards", 3),
        ("platform", "Deployment", "gitops certs dns-sync policies secrets-sync registry", 2),
        ("edge", "Deployment", "gateway waf geo limits", 4),
        ("support", "Deployment", "tickets chat mailer kb", 2),
        ("monitoring", "DaemonSet", "node-metrics", Nodes),
        ("logging", "DaemonSet", "shipper", Nodes),
        ("backup", "DaemonSet", "node-agent", Nodes),
        ("ci", "StatefulSet", "runner", 4),
    ];

    private readonly List<Workload> _workloads = [];
    private readonly Random _random;

    public Cluster(Random random)
    {
        _random = random;
        foreach (var (place, kind, names, replicas) in Plan)
            foreach (var name in names.Split(' '))
                _workloads.Add(Make(place, kind, name, replicas));
    }

    public IReadOnlyList<Workload> All => _workloads;

    public IReadOnlyList<Workload> Of(string workload) => [_workloads.Single(one => one.ToString() == workload)];

    /// <summary>Deployments by chance, always with the first, which is broken into: it has its share of the noise.</summary>
    public IReadOnlyList<Workload> Some(int count)
    {
        var deployments = _workloads.Skip(1).Where(static one => one.Kind == "Deployment").ToArray();
#pragma warning disable CA5394
        _random.Shuffle(deployments);
#pragma warning restore CA5394
        return [_workloads[0], .. deployments.Take(count - 1)];
    }

    private Workload Make(string place, string kind, string name, int replicas)
    {
        var hash = Text(10);
        var pods = Enumerable.Range(0, replicas).Select(at => new Pod(
            place,
            kind switch { "StatefulSet" => $"{name}-{at}", "DaemonSet" => $"{name}-{Text(5)}", _ => $"{name}-{hash}-{Text(5)}" },
            $"worker-{(kind == "DaemonSet" ? at : Next(Nodes)) + 1:d2}",
            $"registry.example/{place}/{name}",
            Text(12)));
        return new Workload(place, kind, name, [.. pods]);
    }

#pragma warning disable CA5394
    private int Next(int end) => _random.Next(end);
#pragma warning restore CA5394

    private string Text(int length) => string.Create(length, this, static (text, cluster) =>
    {
        foreach (ref var character in text)
            character = Alphabet[cluster.Next(Alphabet.Length)];
    });
}
