using System.Text;
using System.Text.Json.Nodes;

namespace IncidentMesh.Chaos.Tests;

/// <summary>Rules tried on the past of the real process and its store.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task Rules_are_tried_on_what_was_ingested()
    {
        await using var silo = new SiloProcess();
        await silo.StartAsync();
        await silo.PostAsync("/api/v1/clusters", new JsonObject { ["id"] = "prod", ["adapter"] = "none" });
        var key = await silo.PostAsync("/api/v1/clusters/prod/keys", new JsonObject { ["name"] = "audit", ["format"] = "kubernetes-audit" });
        using var sender = new HttpClient { BaseAddress = silo.Address };
        sender.DefaultRequestHeaders.Authorization = new("Bearer", key["token"]!.GetValue<string>());
        for (var batch = 0; batch < 3; batch++)
            await SendAsync(sender, Enumerable.Range(batch * 1_400, 1_400).Select(number => Event(number, "get", "configmaps")));
        await SendAsync(sender, [Event(4_200, "delete", "namespaces")]);

        // With a macro of the shipped rules.
        var sent = await ReplayAsync(silo, new JsonObject
        {
            ["rules"] = """
                - rule: Settings read
                  desc: d
                  source: k8s_audit
                  condition: audit_ok and ka.target.resource = configmaps and ka.target.name endswith 7
                  output: "%ka.user.name read %ka.target.name"
                  priority: ERROR
                """,
        });
        var shipped = await ReplayAsync(silo, new JsonObject { ["rule"] = "Namespace deleted" });

        Assert.Equal((4_201, 420), (Sum(sent, "events"), sent.Sum(part => part["rules"]![0]!["count"]!.GetValue<long>())));
        Assert.Equal((4_201, 1), (Sum(shipped, "events"), shipped.Sum(part => part["rules"]![0]!["count"]!.GetValue<long>())));
        Assert.True(sent.Count > 1, "4,201 events came in one part.");
        var example = sent[0]["rules"]![0]!["examples"]![0]!;
        Assert.Equal(("mira read o-7", "prod/kubernetes-audit", 7), (example["output"]!.GetValue<string>(), example["partition"]!.GetValue<string>(), example["index"]!.GetValue<int>()));
    }

    private static long Sum(List<JsonNode> parts, string member) => parts.Sum(part => part[member]!.GetValue<long>());

    private static async Task<List<JsonNode>> ReplayAsync(SiloProcess silo, JsonObject body)
    {
        var parts = new List<JsonNode>();
        do
        {
            body["cursor"] = parts.LastOrDefault()?["nextCursor"]!.GetValue<string>();
            parts.Add(await silo.PostAsync("/api/v1/clusters/prod/replay", (JsonObject)body.DeepClone()));
        }
        while (parts[^1]["nextCursor"] is not null);

        return parts;
    }

    private static string Event(int number, string verb, string resource) =>
        $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"{{{number}}}","stage":"ResponseComplete","verb":"{{{verb}}}","user":{"username":"mira"},"objectRef":{"resource":"{{{resource}}}","name":"o-{{{number}}}"},"responseStatus":{"code":200},"stageTimestamp":"2026-03-01T12:00:00.100000Z"}""";

    private static async Task SendAsync(HttpClient sender, IEnumerable<string> events)
    {
        using var content = new StringContent(string.Join('\n', events), Encoding.UTF8, "application/x-ndjson");
        using var response = await sender.PostAsync("/api/v1/ingest/kubernetes-audit", content);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }
}
