using IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign;

/// <summary>Draws a service, and its next revisions.</summary>
internal static class ProfileMaking
{
    public static ServiceProfile Draw(FeatureTable features, Draws draws)
    {
        var traffic = new Dictionary<int, double>();
        var steady = new Dictionary<int, double>();
        var start = new Dictionary<int, double>();
        var main = draws.Pick(ServiceNames.Main);

        foreach (var program in Some(ServiceNames.Programs, 2, 3))
            (draws.Chance(0.5) ? traffic : steady)[features.Number($"exec:{program}<-{main}")] = Rate(0.2, 1, 3);
        foreach (var peer in Some(ServiceNames.Peers, 4, 9))
            traffic[features.Number($"peer:{peer}")] = Rate(5, 1.5, 300);
        steady[features.Number("peer:kube-dns.kube-system:53/udp")] = Rate(2, 0.7, 10);
        foreach (var caller in Some(ServiceNames.Callers, 2, 4))
            traffic[features.Number($"inbound:{caller}")] = Rate(30, 1, 600);
        steady[features.Number("inbound:monitoring/prometheus:9100/tcp")] = 2;
        foreach (var file in Some(ServiceNames.Files, 6, 11))
            (file.StartsWith("config", StringComparison.Ordinal) ? steady : traffic)[features.Number($"file:{file}")] = Rate(2, 1.5, 200);
        if (draws.Chance(0.5))
            steady[features.Number($"file:{ServiceNames.Token}")] = draws.Uniform(0.02, 0.2);
        foreach (var syscall in ServiceNames.Syscalls)
            traffic[features.Number($"syscall:{syscall}")] = Rate(400, 1, 8_000);
        foreach (var domain in Some(ServiceNames.Domains, 3, 6))
            traffic[features.Number($"dns:{domain}")] = Rate(2, 1, 60);
        foreach (var request in Some(ServiceNames.Requests, 0, 3))
            steady[features.Number($"api:{request}")] = Rate(0.3, 1, 5);
        foreach (var line in Some(ServiceNames.Logs, 4, 9))
            traffic[features.Number($"log:{line}")] = line[0] is 'I' or 'D' ? Rate(20, 1.2, 600) : Rate(0.1, 1, 2);

        start[features.Number($"exec:{main}<-/sbin/tini")] = 1;
        foreach (var program in Some(ServiceNames.Initial, 2, 5))
            start[features.Number($"exec:{program}")] = draws.Whole(1, 4);
        start[features.Number("file:lib//usr/lib/<name>.so")] = draws.Uniform(40, 400);
        start[features.Number("file:config//etc/app/app.yaml")] = draws.Uniform(2, 10);
        start[features.Number($"file:{ServiceNames.Token}")] = 1;
        start[features.Number("listen:8080/tcp")] = 1;
        start[features.Number("log:INFO started in <*> ms")] = 1;
        return new ServiceProfile
        {
            Traffic = [.. traffic],
            Steady = [.. steady],
            Start = [.. start],
            StartMinutes = draws.Uniform(2, 4),
            Main = main,
            Cpu = (draws.Uniform(0.5, 3), draws.LogNormal(12, 0.6)),
            Memory = draws.LogNormal(400, 0.6),
            BytesIn = draws.LogNormal(3e6, 1),
            BytesOut = draws.LogNormal(8e6, 1),
            Connections = draws.LogNormal(40, 0.8),
        };

        double Rate(double median, double sigma, double greatest) => Math.Min(greatest, draws.LogNormal(median, sigma));
        IEnumerable<string> Some(string[] names, int least, int most) => draws.Sample(names, draws.Whole(least, most + 1));
    }

    /// <summary>A later revision: a few features go, a few come, rates move by some 15 %.</summary>
    public static ServiceProfile Next(ServiceProfile before, FeatureTable features, Draws draws, int number)
    {
        var traffic = before.Traffic.Where(_ => !draws.Chance(0.04)).ToDictionary(pair => pair.Key, pair => pair.Value * draws.LogNormal(1, 0.15));
        var steady = new Dictionary<int, double>(before.Steady);
        var start = new Dictionary<int, double>(before.Start);
        for (var i = draws.Whole(0, 2); i >= 0; i--)
            traffic[features.Number($"exec:/app/bin/v{number}-{i}<-{before.Main}")] = draws.LogNormal(0.3, 1);
        for (var i = draws.Whole(0, 3); i >= 0; i--)
            traffic[features.Number($"peer:v{number}-{i}.shop:8080/tcp")] = draws.LogNormal(3, 1);
        for (var i = draws.Whole(0, 3); i >= 0; i--)
            traffic[features.Number($"file:data//srv/v{number}/{i}")] = draws.LogNormal(2, 1);
        traffic[features.Number($"log:INFO v{number} <*>")] = draws.LogNormal(5, 1);
        start[features.Number($"exec:/app/bin/migrate-{number}<-/bin/sh")] = 1;
        return new ServiceProfile
        {
            Traffic = [.. traffic],
            Steady = [.. steady],
            Start = [.. start],
            StartMinutes = before.StartMinutes,
            Main = before.Main,
            Cpu = (before.Cpu.Idle, before.Cpu.Busy * draws.LogNormal(1, 0.15)),
            Memory = before.Memory * draws.LogNormal(1, 0.1),
            BytesIn = before.BytesIn,
            BytesOut = before.BytesOut * draws.LogNormal(1, 0.15),
            Connections = before.Connections,
        };
    }
}
