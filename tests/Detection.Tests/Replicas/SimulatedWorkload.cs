using IncidentMesh.Detection.Replicas;

namespace IncidentMesh.Detection.Tests.Replicas;

/// <summary>A workload whose replicas do the same at random: counts of Poisson's distribution, overdispersed on demand.</summary>
internal sealed class SimulatedWorkload(int seed, int replicas, double overdispersion = 0)
{
    public const string Name = "c1/shop/Deployment/web";

    public static readonly DateTimeOffset Begin = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Feature, double PerMinute)[] Usual =
    [
        ("exec|/usr/bin/healthcheck", 6), ("connect|db.shop:5432/tcp", 40), ("connect|cache.shop:6379/tcp", 120), ("dns|db.shop", 3),
        ("file|/tmp/*", 8), ("file|/var/log/app.log", 60), ("syscall|network", 500), ("log|INFO request", 130), ("api|get configmaps", 0.2),
    ];

    private readonly Random _random = new(seed);
    private int _window;

    /// <summary>Gives all replicas other names and a revision that began at that time.</summary>
    public static Func<WorkloadWindow, WorkloadWindow> RolledOut(string revision, DateTimeOffset began) => window =>
        window with { Replicas = [.. window.Replicas.Select(replica => replica with { Name = $"{replica.Name}-new", Revision = revision, StartedAt = began })] };

    public WorkloadWindow Next(ReplicaChange? change = null)
    {
        var start = Begin.AddMinutes(_window++);
        var load = 1 + (0.5 * Math.Sin(_window * 2 * Math.PI / 1440));
        var all = new List<ReplicaWindow>();
        for (var at = 0; at < replicas; at++)
        {
            var own = overdispersion > 0 ? Gamma(1 / overdispersion) * overdispersion : 1;
            var activity = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var (feature, rate) in Usual)
            {
                if (Poisson(rate * load * own) is > 0 and var count)
                    activity[feature] = count;
            }

            var gauges = new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["cpu"] = 0.3 * load * own * Noise(0.1),
                ["bytes_in"] = 4e6 * load * own * Noise(0.1),
                ["bytes_out"] = 9e6 * load * own * Noise(0.1),
            };
            change?.Invoke($"web-{at}", activity, gauges);
            all.Add(new ReplicaWindow
            {
                Name = $"web-{at}",
                Revision = "7d9f",
                Image = "sha256:aa",
                StartedAt = Begin.AddDays(-1),
                ObservedSeconds = 60,
                Activity = activity,
                Gauges = gauges,
            });
        }

        return new WorkloadWindow(Name, start, TimeSpan.FromMinutes(1), all);
    }

    private double Noise(double deviation) => Math.Exp(deviation * Normal());

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private long Poisson(double mean)
    {
        if (mean > 30)
            return (long)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        var limit = Math.Exp(-mean);
        var count = 0L;
        for (var product = _random.NextDouble(); product > limit; product *= _random.NextDouble())
            count++;
        return count;
    }

    private double Gamma(double shape)
    {
        // Marsaglia and Tsang; shapes below 1 are not asked for.
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - _random.NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                return d * v;
        }
    }
}
