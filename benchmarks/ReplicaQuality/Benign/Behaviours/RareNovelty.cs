namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>
/// Something new never ends: rare files, peers, names and programs by Zipf's law, of one replica each time; and now and then a
/// new configuration, which reaches all.
/// </summary>
internal sealed class RareNovelty : Behaviour
{
    private const int Tail = 400;

    private readonly (string Prefix, double PerDay)[] _families;
    private readonly double _configurationPerDay;
    private readonly List<(SimulatedReplica Replica, int Feature, double PerMinute, double At)> _configured = [];
    private int _configuration;

    /// <param name="workload">In which it happens.</param>
    /// <param name="scale">Factor to the usual frequency. A large workload sees more, but not in proportion.</param>
    public RareNovelty(SimulatedWorkload workload, double scale)
    {
        var frequency = scale * Math.Sqrt(workload.Size / 12.0);
        var main = workload.Current.Profile.Main;
        _families =
        [
            ("file:data//srv/rare/", 12 * frequency), ("peer:198.51.100.", 6 * frequency), ("dns:rare-", 6 * frequency), ($"exec:/usr/lib/app/{main.Split('/')[^1]}-helper-", 0.1 * frequency),
        ];
        _configurationPerDay = 0.25 * scale;
    }

    public override void Act(SimulatedWorkload workload)
    {
        var draws = workload.Draws;
        foreach (var (prefix, perDay) in _families)
        {
            for (var times = draws.Poisson(perDay / 1440); times > 0; times--)
            {
                // Zipf's law with exponent 1, by its continuous inverse.
                var rank = (int)Math.Pow(Tail + 1, draws.Uniform());
                var name = prefix.StartsWith("peer", StringComparison.Ordinal) ? $"{prefix}{rank % 256}:{443 + (rank / 256)}/tcp" : $"{prefix}{rank}";
                draws.Pick(workload.Replicas).Happen(workload.Features.Number(name), 1 + draws.Poisson(0.5));
            }
        }

        if (draws.Chance(_configurationPerDay / 1440))
            Configure(workload);
        foreach (var (replica, feature, perMinute, at) in _configured)
        {
            if (workload.Window >= at)
                replica.Raise(feature, perMinute);
        }

        // What was configured three days ago has given way to later things.
        _configured.RemoveAll(item => workload.Window > item.At + (3 * 1440));
    }

    private void Configure(SimulatedWorkload workload)
    {
        var draws = workload.Draws;
        var feature = workload.Features.Number(draws.Pick(["peer:configured-", "file:config//etc/app/configured-", "dns:configured-"]) + ++_configuration);
        var perMinute = draws.LogNormal(1, 1);
        // The kubelet projects a changed ConfigMap within a minute or so, each at its own time.
        foreach (var replica in workload.Replicas)
            _configured.Add((replica, feature, perMinute, workload.Window + draws.Uniform(0, 2)));
    }
}
