using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Posture.Verdicts;

/// <summary>Violations in SARIF 2.1.0 (OASIS), as code hosts show them beside the lines.</summary>
internal sealed class SarifVerdicts(CliHost host) : IVerdictPrinting
{
    private readonly List<object> _results = [];
    private readonly SortedSet<string> _checks = new(StringComparer.Ordinal);

    public void Print(PodVerdict verdict)
    {
        foreach (var violation in verdict.Violations)
        {
            _checks.Add(violation.Check);
            _results.Add(new
            {
                ruleId = violation.Check,
                level = "error",
                message = new { text = $"{verdict.Subject}: {violation.Reason} ({violation.Detail}), which {verdict.Level} of {verdict.Version} does not allow" },
                locations = new object[]
                {
                    new
                    {
                        physicalLocation = new
                        {
                            artifactLocation = new { uri = Uri.EscapeDataString(verdict.Found.File).Replace("%2F", "/", StringComparison.Ordinal) },
                            region = new { startLine = verdict.Found.Line },
                        },
                    },
                },
            });
        }
    }

    public void End()
    {
        var driver = new { name = "incidentmesh posture check", rules = _checks.Select(static check => new { id = check }) };
        host.Output.WriteLine(JsonText.Of(JsonSerializer.SerializeToElement(new Dictionary<string, object>
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new object[] { new { tool = new { driver }, results = _results } },
        })));
        host.Output.Flush();
    }
}
