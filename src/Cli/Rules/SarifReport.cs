using System.Text.Json;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Cli.Rules;

/// <summary>Errors and warnings in SARIF 2.1.0 (OASIS), as code hosts show them beside the lines.</summary>
internal static class SarifReport
{
    public static JsonElement Of(RuleLoad load)
    {
        var problems = load.Errors.Concat(load.Warnings).ToList();
        return JsonSerializer.SerializeToElement(new Dictionary<string, object>
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new object[]
            {
                new
                {
                    tool = new
                    {
                        driver = new
                        {
                            name = "incidentmesh rules validate",
                            rules = problems.Select(problem => problem.Code).Distinct().Select(code => new { id = code }),
                        },
                    },
                    results = problems.Select(Result),
                },
            },
        });
    }

    private static object Result(LoadProblem problem) => new
    {
        ruleId = problem.Code,
        level = problem.IsError ? "error" : "warning",
        message = new { text = problem.Message },
        locations = new object[]
        {
            new
            {
                physicalLocation = new
                {
                    artifactLocation = new { uri = Uri.EscapeDataString(problem.Place.File).Replace("%2F", "/", StringComparison.Ordinal) },
                    region = new { startLine = Math.Max(1, problem.Place.Line), startColumn = Math.Max(1, problem.Place.Column) },
                },
            },
        },
    };
}
