using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection.Tests.Offline;

/// <summary>Noise becomes one digest, and nobody hides in it.</summary>
public sealed class StormTests
{
    private const string Noise = "Contact K8S API Server From Container";
    private readonly IncidentCollector _collector = new("prod");

    [Fact]
    public void A_rule_that_hits_everywhere_is_one_digest_with_its_places()
    {
        MakeNoise(workloads: 37, hits: 3);

        var digest = Assert.Single(_collector.Collect());
        Assert.Equal("prod/digest/storms", digest.Subject.ToString());
        Assert.Equal($"{Noise} in 37 workloads", digest.Title);
        Assert.Equal(111, digest.Fold.Signals);
        Assert.Equal(37, digest.Fold.Subjects.Count);
        Assert.All(digest.Fold.Subjects.Values, count => Assert.Equal(3, count));
        Assert.Contains(digest.Score.Factors, factor => factor is { Factor: "widespread", Share: < 0 });
    }

    [Fact]
    public void A_storm_over_nodes_says_so()
    {
        for (var node = 0; node < 14; node++)
            _collector.Add(SignalMaker.Falco(Noise, second: node) with { Origin = new SignalOrigin { Node = $"worker-{node}", OnHost = true } });

        Assert.Equal($"{Noise} in 14 nodes", Assert.Single(_collector.Collect()).Title);
    }

    [Fact]
    public void In_few_workloads_it_is_none()
    {
        MakeNoise(workloads: DetectionOptions.Default.StormSubjects - 1);

        Assert.Equal(DetectionOptions.Default.StormSubjects - 1, _collector.Collect().Count);
    }

    [Fact]
    public void Spread_over_pauses_it_is_none()
    {
        for (var i = 0; i < 20; i++)
            Hit($"app{i}", Noise, second: i * 4_000);

        Assert.Equal(20, _collector.Collect().Count);
    }

    [Fact]
    public void Severe_hits_stay_with_their_workloads()
    {
        MakeNoise(workloads: 20);
        Hit("victim", Noise, second: 60, Severity.High);

        var incidents = _collector.Collect();
        Assert.Equal(["prod/workload/shop/Deployment/victim", "prod/digest/storms"], incidents.Select(incident => incident.Subject.ToString()));
        Assert.Equal(1, incidents[0].Fold.Signals);
    }

    [Fact]
    public void Sensors_that_complain_are_no_noise()
    {
        for (var node = 0; node < 14; node++)
        {
            _collector.Add(SignalMaker.Falco("Falco dropped events", Severity.Medium, node) with
            {
                Kind = SignalKind.SensorHealth,
                Origin = new SignalOrigin { Node = $"worker-{node}", OnHost = true },
            });
        }

        Assert.Equal(14, _collector.Collect().Count);
    }

    /// <summary>The attacker fires the noisy rule everywhere, the victim included, before he begins.</summary>
    [Fact]
    public void Noise_that_was_made_first_does_not_hide_a_chain()
    {
        MakeNoise(workloads: 30, hits: 100);
        Hit("victim", Noise, second: 40);
        Hit("victim", "Terminal shell in container", second: 60, tags: "mitre_execution");
        Hit("victim", "Service account token read", second: 95, tags: "mitre_credential_access");

        var first = _collector.Collect()[0];

        Assert.Equal("prod/workload/shop/Deployment/victim", first.Subject.ToString());
        Assert.Equal(3, first.Fold.Signals);
        Assert.Contains(first.Fold.Rules, hits => hits.Rule == $"falco/{Noise}");
        Assert.Equal(["TA0002", "TA0006"], first.Fold.Chain.Select(step => step.Tactic).Where(tactic => tactic != "TA0007"));
    }

    /// <summary>The attacker goes to the length of firing every rule that he is going to need in enough workloads.</summary>
    [Fact]
    public void Nor_does_noise_of_all_the_rules_that_the_chain_needs()
    {
        foreach (var (rule, tactic) in Steps)
            MakeNoise(workloads: 30, hits: 1, rule, tactic, name: tactic[6..9]);
        for (var step = 0; step < Steps.Length; step++)
            Hit("victim", Steps[step].Rule, second: 1_200 + (step * 60), tags: Steps[step].Tactic);

        var victim = Assert.Single(_collector.Collect(), incident => incident.Subject.Name == "shop/Deployment/victim");

        Assert.Equal(3, victim.Fold.Stage);
        Assert.Equal(victim.Id, _collector.Collect()[0].Id);
    }

    [Fact]
    public void A_single_rule_beside_the_noise_keeps_an_incident_of_its_own()
    {
        MakeNoise(workloads: 30);
        Hit("victim", Noise, second: 10);
        Hit("victim", "Terminal shell in container", second: 20, tags: "mitre_execution");

        var victim = Assert.Single(_collector.Collect(), incident => incident.Subject.Name == "shop/Deployment/victim");

        Assert.Equal("Terminal shell in container on shop/victim", victim.Title);
    }

    [Fact]
    public void Habits_of_a_workload_make_no_chain_against_the_digest()
    {
        foreach (var (rule, tactic) in Steps)
            MakeNoise(workloads: 30, hits: 12, rule, tactic, spacing: 1_900);

        Assert.Equal(SubjectKinds.Digest, Assert.Single(_collector.Collect()).Subject.Kind);
    }

    private static readonly (string Rule, string Tactic)[] Steps =
    [
        ("Terminal shell in container", "mitre_execution"),
        ("Service account token read", "mitre_credential_access"),
        ("Connection to an unknown address", "mitre_exfiltration"),
    ];

    private void MakeNoise(int workloads, int hits = 1, string rule = Noise, string tactic = "mitre_discovery", int spacing = 1, string name = "app")
    {
        for (var hit = 0; hit < hits; hit++)
            for (var workload = 0; workload < workloads; workload++)
                Hit($"{name}{workload}", rule, (hit * spacing) + workload, tags: tactic);
    }

    private void Hit(string workload, string rule, int second, Severity severity = Severity.Medium, params string[] tags) =>
        _collector.Add(SignalMaker.Falco(rule, severity, second, tags) with { Origin = new SignalOrigin { Namespace = "shop", Pod = $"{workload}-6d8f7c9b5d-x7k2p" } });
}
