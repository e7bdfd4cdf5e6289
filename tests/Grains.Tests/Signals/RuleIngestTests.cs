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

    [Fact]
    public async Task A_chunk_that_is_tried_again_is_judged_by_the_rules_that_judged_it_before()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Offer(Webhook.Replace("exists", "= old", StringComparison.Ordinal));
        await silo.ProcessedAsync(Flow.Audit, await silo.SendAsync(Flow.Audit, Change("none")));

        // The incident, the cluster, and the checkpoint.
        await silo.FailCheckpointAsync(Flow.Audit, 3, OfferOthers, Change("old"), Change("new"));

        var hits = Assert.Single((await silo.OnlyIncidentAsync()).Fold.Rules);
        Assert.Equal(("webhook old by mira", 1), (hits.Example, hits.Count));
        await silo.ProcessedAsync(Flow.Audit, await silo.SendAsync(Flow.Audit, Change("newer")));
        Assert.Equal(2, (await silo.OnlyIncidentAsync()).Fold.Signals);

        Task OfferOthers()
        {
            silo.Offer(Webhook.Replace("exists", "startswith new", StringComparison.Ordinal));
            return Task.CompletedTask;
        }
    }

    private static string Change(string name) =>
        $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Request","auditID":"{{{name}}}","stage":"ResponseComplete","requestURI":"/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations","verb":"create","user":{"username":"mira"},"objectRef":{"resource":"validatingwebhookconfigurations","apiGroup":"admissionregistration.k8s.io","name":"{{{name}}}","apiVersion":"v1"},"responseStatus":{"code":201},"requestObject":{"metadata":{"name":"{{{name}}}"}},"stageTimestamp":"2026-03-01T12:00:00.100000Z"}""";
}
