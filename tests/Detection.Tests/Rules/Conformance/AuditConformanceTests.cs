using System.Text;
using System.Text.Json;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Events.Audit;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Testing;

namespace IncidentMesh.Detection.Tests.Rules.Conformance;

public sealed class AuditConformanceTests
{
    [Fact]
    public void Audit_events_fire_the_rules_that_they_fire_in_Falco() => ConformanceSuite.Check("falco_k8saudit", (input, expected) =>
    {
        if (expected.TryGetProperty("stale", out _))
            return null;
        var load = RuleLoader.Load(input.GetProperty("rules").EnumerateArray().SelectMany(Files));
        if (load.Compiled is not { } rules)
            return $"the rules do not load: {load.Errors[0]}";

        var fired = new Dictionary<string, int>();
        var fields = new AuditEventFields(rules.Fields);
        var context = rules.CreateContext();
        foreach (var json in input.GetProperty("events").EnumerateArray())
        {
            if (!fields.TryBegin(Encoding.UTF8.GetBytes(json.GetRawText()), DateTimeOffset.UnixEpoch, out _))
                continue;
            var matches = new List<int>();
            rules.Match(FieldSources.KubernetesAudit, fields, context, RuleMatching.First, matches);
            foreach (var name in matches.Select(match => load.EnabledRules[match].Name))
                fired[name] = fired.GetValueOrDefault(name) + 1;
        }

        var wanted = expected.GetProperty("ruleCounts").EnumerateObject().ToDictionary(rule => rule.Name, rule => rule.Value.GetInt32());
        var isSame = expected.GetProperty("detect").GetBoolean()
            ? wanted.OrderBy(rule => rule.Key, StringComparer.Ordinal).SequenceEqual(fired.OrderBy(rule => rule.Key, StringComparer.Ordinal))
            : fired.Count == 0;
        return isSame ? null : $"fired {JsonSerializer.Serialize(fired)}";
    });

    /// <summary>Rule files stand in the suite or beside it; those of other sources are left out.</summary>
    private static IEnumerable<RuleFile> Files(JsonElement file)
    {
        var name = file.GetProperty("name").GetString()!;
        if (file.TryGetProperty("yaml", out var yaml))
            return [new RuleFile(name, yaml.GetString()!)];
        return name == "k8s_audit_rules.yaml"
            ? [new RuleFile(name, File.ReadAllText(SharedFolder.Require("conformance", "rules", name)))]
            : [];
    }
}
