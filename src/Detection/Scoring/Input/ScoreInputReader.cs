using System.Text.Json;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Folding.Chains;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Detection.Scoring.Input;

/// <summary>Reads one case as docs/scoring.md describes it. Null, a missing member and <c>unknown</c> all mean that it is not known.</summary>
/// <param name="reading">What words, labels and annotations mean.</param>
public sealed class ScoreInputReader(ContextReading reading)
{
    private const int MostDetections = 10_000;
    private const int MostVulnerabilities = 10_000;
    private const string Source = "input";

    public ScoreInputReading Read(JsonElement json)
    {
        var (problems, notes) = (new List<string>(), new List<string>());
        if (json.ValueKind != JsonValueKind.Object)
            return new(null, ["A case must be a JSON object: write one on one line."], []);

        var root = new InputObject(json, "", InputMembers.Case, problems, notes);
        var id = root.Text("id");
        if (string.IsNullOrEmpty(id))
            root.Problem("id", "is missing: give each case a text that names it in the output.");

        var context = Object(root, "context", InputMembers.Context, problems, notes);
        var asOf = context?.Time("asOf");
        var workload = new WorkloadReader(reading, problems, notes).Read(root, context, asOf);
        var detections = root.Objects("detections", MostDetections)
            .Select(item => Detection(new InputObject(item.Json, item.Place, InputMembers.Detection, problems, notes)))
            .ToList();
        var vulnerabilities = root.Objects("vulnerabilities", MostVulnerabilities)
            .Select(item => VulnerabilityOf(new InputObject(item.Json, item.Place, InputMembers.Vulnerability, problems, notes)))
            .ToList();
        return problems.Count > 0 ? new(null, problems, notes) : new(new ScoreInput(id!, Case(workload, detections, vulnerabilities, asOf)), [], notes);
    }

    internal static InputObject? Object(InputObject parent, string name, IReadOnlyCollection<string> known, List<string> problems, List<string> notes)
    {
        var member = parent.Member(name);
        if (member.ValueKind == JsonValueKind.Object)
            return new InputObject(member, parent.At(name), known, problems, notes);
        if (member.ValueKind != JsonValueKind.Undefined)
            parent.Problem(name, "must be an object.");
        return null;
    }

    private static RiskCase Case(
        (string Subject, RiskContext Context) workload, List<DetectionEvidence> detections, List<Vulnerability> vulnerabilities, DateTimeOffset? asOf) => new()
        {
            Detections = detections,
            Vulnerabilities = vulnerabilities,
            Sources = [.. detections.Select(static one => one.Source).OfType<string>().Distinct(StringComparer.Ordinal)],
            Chain = [.. AttackChain.Of(detections.Where(static one => one.Time is not null).Select(Hits)).Select(static step => step.Name)],
            Subject = workload.Subject,
            SeenAt = detections.Max(static one => one.Time),
            ScannedAt = asOf,
            Context = workload.Context,
        };

    private static RuleHits Hits(DetectionEvidence one) => new()
    {
        Rule = one.Rule,
        Title = one.Rule,
        Severity = one.Severity ?? Severity.Unknown,
        Count = 1,
        FirstSeen = one.Time!.Value,
        LastSeen = one.Time.Value,
        Techniques = one.Techniques,
    };

    private static DetectionEvidence Detection(InputObject json)
    {
        json.Number("count", 0, double.MaxValue);
        var detection = new DetectionEvidence
        {
            Rule = json.Text("rule") ?? "",
            Severity = json.Word("severity", InputWords.Severities.Meaning, InputWords.Severities.Usual),
            Source = json.Text("source"),
            Techniques = [.. json.Texts("tactics"), .. json.Texts("techniques")],
            EValue = json.Number("eValue", 0, double.MaxValue),
            Time = json.Time("time"),
        };
        if (detection.Severity is null && detection.EValue is null && !json.Has("severity") && !json.Has("eValue"))
            json.Problem("severity", $"is missing: write {string.Join(", ", InputWords.Severities.Usual)}, or the eValue of a deviation.");
        return detection.Severity is null && detection.EValue is null ? detection with { Severity = Severity.Unknown } : detection;
    }

    private static Vulnerability VulnerabilityOf(InputObject json)
    {
        var id = json.Text("id");
        if (string.IsNullOrEmpty(id))
            json.Problem("id", "is missing: write the CVE or what else names the vulnerability.");
        var isScore = json.Member("severity").ValueKind == JsonValueKind.Number;
        return new Vulnerability
        {
            Id = id ?? "",
            CvssScore = json.Number("score", 0, 10) ?? (isScore ? json.Number("severity", 0, 10) : null),
            Severity = isScore ? Severity.Unknown : json.Word("severity", InputWords.Severities.Meaning, InputWords.Severities.Usual) ?? Severity.Unknown,
            Package = json.Text("package"),
            Image = json.Text("image"),
            Digest = json.Text("digest"),
            FixedVersion = json.Text("fixedVersion"),
            KnownExploited = json.Flag("knownExploited"),
            Epss = json.Number("epss", 0, 1),
            Vex = json.Word("vex", InputWords.VexStatuses.Meaning, InputWords.VexStatuses.Usual) ?? VexStatus.None,
            Sources = [json.Text("source") ?? Source],
        };
    }
}
