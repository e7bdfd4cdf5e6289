using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Signals;

public sealed class RuleIngestTests
{
    private const string Webhook = """
        - rule: Webhook changed
          desc: d
          source: k8s_audit
          condition: ka.target.resource=validatingwebhookconfigurations and ka.verb in (create, patch) and jevt.value[/requestObject/metadata/name] exists
          output: webhook %jevt.value[/requestObject/metadata/name] by %ka.user.name
          priority: ERROR
        """;

    [Fact]
    public async Task A_raw_audit_event_hits_a_rule_on_its_way_in()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Offer(Webhook);

        await silo.ProcessedAsync(Flow.Audit, await silo.SendAsync(Flow.Audit, Change("gate")));

        var hits = Assert.Single((await silo.OnlyIncidentAsync()).Fold.Rules);
        Assert.Equal(("k8s_audit/Webhook changed", "webhook gate by mira", 1), (hits.Rule, hits.Example, hits.Count));
    }

    [Fact]
    public async Task New_rules_judge_from_the_next_chunk_on_and_broken_ones_change_nothing()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.ProcessedAsync(Flow.Audit, await silo.SendAsync(Flow.Audit, Change("before")));
        Assert.Empty(await silo.IncidentsAsync());

        silo.Offer(Webhook);
        await silo.ProcessedAsync(Flow.Audit, await silo.SendAsync(Flow.Audit, Change("first")));
        silo.Offer(Webhook + "\n  enabled: [");
        await silo.ProcessedAsync(Flow.Audit, await silo.SendAsync(Flow.Audit, Change("second")));

        Assert.Equal(2, Assert.Single((await silo.OnlyIncidentAsync()).Fold.Rules).Count);
    }

    private static string Change(string name) =>
        $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Request","auditID":"{{{name}}}","stage":"ResponseComplete","requestURI":"/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations","verb":"create","user":{"username":"mira"},"objectRef":{"resource":"validatingwebhookconfigurations","apiGroup":"admissionregistration.k8s.io","name":"{{{name}}}","apiVersion":"v1"},"responseStatus":{"code":201},"requestObject":{"metadata":{"name":"{{{name}}}"}},"stageTimestamp":"2026-03-01T12:00:00.100000Z"}""";
}
