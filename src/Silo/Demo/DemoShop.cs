using System.Globalization;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Kubernetes.Recording;

namespace IncidentMesh.Silo.Demo;

/// <summary>A made-up cluster with a web shop in it: twelve replicas of a web server, a checkout, a database, a build runner.</summary>
internal sealed class DemoShop
{
    /// <summary>Kubernetes' alphabet for generated names: no vowels, nothing that looks like another letter.</summary>
    private const string NameAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    private readonly Random _random;

    public DemoShop(string cluster, int seed)
    {
        _random = new Random(seed);
        Web = Replicas("web", "7d9f5c6b84", 12);
        Others = [.. Replicas("checkout", "66b8c4d7f5", 3), .. Replicas("catalogue", "5f6d9b7c48", 4)];
        Scenario = new RecordingScenario
        {
            Cluster = cluster,
            Workloads = [Workload("web", 12, exposed: true), Workload("checkout", 3, exposed: false), Workload("catalogue", 4, exposed: false)],
            Pods = [.. Web, .. Others],
            PodDelay = TimeSpan.FromSeconds(1),
        };
    }

    public IReadOnlyList<PodRecord> Web { get; }

    public IReadOnlyList<PodRecord> Others { get; }

    /// <summary>The one of the twelve that is broken into.</summary>
    public PodRecord Victim => Web[6];

    public RecordingScenario Scenario { get; }

    private static WorkloadRecord Workload(string name, int replicas, bool exposed) => new()
    {
        Namespace = "shop",
        Kind = "Deployment",
        Name = name,
        Uid = $"demo-{name}",
        Replicas = replicas,
        Environment = "production",
        ServiceAccount = name,
        Controllers = exposed ? [$"HorizontalPodAutoscaler/{name}"] : [],
        Exposed = exposed,
    };

    private List<PodRecord> Replicas(string name, string revision, int count) =>
    [
        .. Enumerable.Range(0, count).Select(number => new PodRecord
        {
            Namespace = "shop",
            Name = $"{name}-{revision}-{Letters(5)}",
            Uid = $"demo-{name}-{number}",
            WorkloadKind = "Deployment",
            WorkloadName = name,
            Node = $"node-{(number % 4) + 1}",
            ContainerIds = [Hex(64)],
            Phase = "Running",
            Revision = revision,
        }),
    ];

    private string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => NameAlphabet[_random.Next(NameAlphabet.Length)]));

    private string Hex(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => _random.Next(16).ToString("x", CultureInfo.InvariantCulture)));
}
