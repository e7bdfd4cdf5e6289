using System.Text.Json;
using IncidentMesh.Testing;

namespace IncidentMesh.Detection.Tests.Rules.Conformance;

/// <summary>Cases of one of Falco's own test suites; see the README beside them.</summary>
internal static class ConformanceSuite
{
    /// <summary>Runs all cases of a suite and fails with the list of those that differ; skips where there is no suite.</summary>
    /// <param name="name">Name of the file, without <c>.jsonl</c>.</param>
    /// <param name="differs">Null where input and expectation agree, else what was got.</param>
    public static void Check(string name, Func<JsonElement, JsonElement, string?> differs)
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var line in File.ReadLines(SharedFolder.Require("conformance", name + ".jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var input = document.RootElement.GetProperty("input");
            var expected = document.RootElement.GetProperty("expected");
            count++;
            if (differs(input, expected) is { } got)
                failures.Add($"{document.RootElement.GetProperty("id")}: {input} => {expected}, but {got}");
        }

        Assert.True(count > 0, $"The suite {name} is empty.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} differ:\n{string.Join('\n', failures)}");
    }
}
