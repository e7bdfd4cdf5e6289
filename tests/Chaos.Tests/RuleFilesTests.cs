using System.Text;
using System.Text.Json.Nodes;

namespace IncidentMesh.Chaos.Tests;

/// <summary>Rule files on disk, as the real process loads and watches them.</summary>
public sealed class RuleFilesTests : IDisposable
{
    private const string Good = """
        - rule: Namespace deleted
          desc: d
          source: k8s_audit
          condition: ka.verb=delete and ka.target.resource=namespaces
          output: "%ka.target.name deleted"
          priority: ERROR
        """;

    private static readonly string Broken = Good.Replace("ka.verb", "ka.vreb", StringComparison.Ordinal);

    private readonly string _folder = Directory.CreateTempSubdirectory("incidentmesh-rules-").FullName;

    [Fact]
    public async Task A_file_with_an_error_stops_the_start_and_is_named_with_line_and_column()
    {
        var file = Write(Broken);
        await using var silo = New(file);

        var end = await Assert.ThrowsAsync<SiloEndedException>(silo.StartAsync);

        Assert.Contains("exit code 78", end.Message, StringComparison.Ordinal);
        Assert.Contains($"The rules do not load: {file}:4:14: error", end.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_change_raises_an_alarm_and_the_last_good_rules_judge_on()
    {
        await using var silo = New(Write(Good));
        await silo.StartAsync();
        await silo.PostAsync("/api/v1/clusters", new JsonObject { ["id"] = "prod", ["adapter"] = "none" });
        var key = await silo.PostAsync("/api/v1/clusters/prod/keys", new JsonObject { ["name"] = "audit", ["format"] = "kubernetes-audit" });
        using var sender = new HttpClient { BaseAddress = silo.Address };
        sender.DefaultRequestHeaders.Authorization = new("Bearer", key["token"]!.GetValue<string>());

        Write(Broken);
        await BecomesAsync(silo, "Degraded");
        await DeleteAsync(sender, "shop");
        await Eventually.TrueAsync(async () => await HitsAsync(silo, "Namespace deleted") == 1, "The last good rules found nothing.");
        Assert.Contains("rules.refuse", await ActionsAsync(silo));

        Write(Good.Replace("Namespace deleted", "Namespace gone", StringComparison.Ordinal));
        await BecomesAsync(silo, "Healthy");
        await DeleteAsync(sender, "billing");
        await Eventually.TrueAsync(async () => await HitsAsync(silo, "Namespace gone") == 1, "The new rules found nothing.");
        Assert.Equal(["rules.load", "rules.refuse", "rules.load"], await ActionsAsync(silo));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SiloProcess New(string file) => new(new Dictionary<string, string> { ["Detection:Rules:0"] = file });

    private static Task BecomesAsync(SiloProcess silo, string word) =>
        Eventually.TrueAsync(async () => await silo.Client.GetStringAsync("/health/ready") == word, $"Readiness did not become {word}.");

    private static async Task DeleteAsync(HttpClient sender, string name)
    {
        var json = $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"{{{name}}}","stage":"ResponseComplete","verb":"delete","user":{"username":"mira"},"objectRef":{"resource":"namespaces","name":"{{{name}}}"},"responseStatus":{"code":200},"stageTimestamp":"2026-03-01T12:00:00.100000Z"}""";
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await sender.PostAsync("/api/v1/ingest/kubernetes-audit", content);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    private static async Task<long> HitsAsync(SiloProcess silo, string rule)
    {
        var hits = 0L;
        foreach (var listed in (await silo.GetAsync("/api/v1/incidents"))["items"]!.AsArray())
        {
            var incident = await silo.GetAsync($"/api/v1/incidents/{listed!["id"]}");
            hits += incident["rules"]!.AsArray().Where(item => item!["rule"]!.GetValue<string>() == $"k8s_audit/{rule}").Sum(item => item!["count"]!.GetValue<long>());
        }

        return hits;
    }

    private static async Task<List<string>> ActionsAsync(SiloProcess silo) =>
    [
        .. (await silo.GetAsync("/api/v1/audit"))["items"]!.AsArray()
            .Select(item => item!["action"]!.GetValue<string>()).Where(action => action.StartsWith("rules.", StringComparison.Ordinal)),
    ];

    /// <returns>Its path. It takes the place of the old one at once, as an editor's save or a ConfigMap's update does.</returns>
    private string Write(string text)
    {
        var path = Path.Combine(_folder, "rules.yaml");
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }
}
