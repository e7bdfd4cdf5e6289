using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Standards;
using IncidentMesh.Detection.Tests.Rules.Conformance;

namespace IncidentMesh.Detection.Tests.Posture.Standards;

/// <summary>The cases of kubernetes/pod-security-admission.</summary>
public sealed partial class StandardsConformanceTests
{
    [Fact]
    public void Pods_of_the_admission_plugin_are_judged_as_it_judges_them() => ConformanceSuite.Check("pss", static (input, expected) =>
    {
        Assert.True(PolicyVersion.TryParse(input.GetProperty("version").GetString()!, out var version));
        var level = Enum.Parse<PolicyLevel>(input.GetProperty("level").GetString()!, ignoreCase: true);
        var violations = PodSecurityStandards.Judge(Pod(input.GetProperty("pod")), level, version);

        var got = string.Join("; ", violations);
        if (expected.GetProperty("allowed").GetBoolean())
            return violations.Count == 0 ? null : got;

        // The suite calls both checks of procMount by the older one's name.
        var reportedBy = expected.GetProperty("reportedBy").GetString();
        var about = expected.GetProperty("errorSubstring").GetString()!;
        return violations.Any(violation =>
            (violation.Check == reportedBy || violation.Check == $"{reportedBy}_restricted")
            && $"{violation.Reason} ({violation.Detail})".Contains(about, StringComparison.Ordinal))
            ? null
            : got;
    });

    [Fact]
    public void Checks_refuse_with_the_words_of_the_admission_plugin() => ConformanceSuite.Check("pss_unit", static (input, expected) =>
    {
        foreach (var function in input.GetProperty("checkFunctions").EnumerateArray())
        {
            var refusal = Revision(function.GetString()!).Judge(Pod(input.GetProperty("pod")));

            // A refusal has a reason. One case is called valid and was noted down as not allowed, without one.
            var got = (refusal?.Reason, refusal?.Detail);
            if (got != (Text(expected, "reason"), Text(expected, "detail")))
                return got.ToString();
        }

        return null;
    });

    /// <summary>By the name of the function that upstream's test calls, such as <c>seccompProfileBaseline_1_19</c>.</summary>
    private static CheckRevision Revision(string function)
    {
        var parts = FunctionName().Match(function);
        var minor = int.Parse(parts.Groups["minor"].Value, CultureInfo.InvariantCulture);
        var name = parts.Groups["name"].Value;
        var id = name is "capabilitiesBaseline" or "capabilitiesRestricted" or "seccompProfileBaseline" or "seccompProfileRestricted"
            ? name.Replace("Baseline", "_baseline", StringComparison.Ordinal).Replace("Restricted", "_restricted", StringComparison.Ordinal)
            : name;
        return Assert.IsType<CheckRevision>(PodSecurityStandards.RevisionOf(id, minor));
    }

    private static PodManifest Pod(JsonElement pod) => Assert.Single(PodReader.ReadTemplate(pod).Pods);

    private static string? Text(JsonElement from, string name) => from.TryGetProperty(name, out var text) ? text.GetString() : null;

    [GeneratedRegex("^(?<name>[A-Za-z]+?)_?(V1Dot|1_)(?<minor>[0-9]+)(baseline)?$")]
    private static partial Regex FunctionName();
}
