using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Posture.Pods.Reading;

namespace IncidentMesh.Detection.Scoring.Input;

/// <summary>Reads what a case is about: a summary of a workload, a pod template or a whole manifest; and what else is known of it.</summary>
internal sealed class WorkloadReader(ContextReading reading, List<string> problems, List<string> notes)
{
    private readonly List<ContextSign> _signs = [];
    private string? _namespace;
    private string _kind = "";

    /// <param name="root">The case.</param>
    /// <param name="context">Its context: that comes before what the workload says of itself.</param>
    /// <param name="asOf">When it was known.</param>
    public (string Subject, RiskContext Context) Read(InputObject root, InputObject? context, DateTimeOffset? asOf)
    {
        var stated = context is null ? RiskContext.Unknown : Facts(context, "context of the input", asOf);
        var read = Workload(root, asOf);
        if (context is not null)
            Signs(context, "namespaceAnnotations", "namespaceLabels", ContextPlace.NamespaceAnnotation, ContextPlace.NamespaceLabel);
        var all = new RiskContext
        {
            Privileged = stated.Privileged ?? read.Privileged,
            HostAccess = stated.HostAccess ?? read.HostAccess,
            Exposure = stated.Exposure ?? read.Exposure,
            Reach = stated.Reach ?? read.Reach,
            Isolation = stated.Isolation ?? read.Isolation,
            Environment = stated.Environment ?? read.Environment,
            Criticality = stated.Criticality ?? read.Criticality,
            Data = stated.Data ?? read.Data,
        };
        return (_kind.Equals("Node", StringComparison.OrdinalIgnoreCase) ? SubjectKinds.Node : SubjectKinds.Workload, reading.Read(all, _signs, _namespace, asOf));
    }

    private RiskContext Workload(InputObject root, DateTimeOffset? asOf)
    {
        var json = root.Member("workload");
        if (json.ValueKind == JsonValueKind.Undefined)
            return RiskContext.Unknown;
        if (json.ValueKind != JsonValueKind.Object)
        {
            root.Problem("workload", "must be an object: a pod template, or a summary such as {\"kind\":\"Deployment\",\"privileged\":true}.");
            return RiskContext.Unknown;
        }

        return json.TryGetProperty("spec", out _) ? Template(root, json, asOf) : Summary(new InputObject(json, "workload", InputMembers.Workload, problems, notes), asOf);
    }

    private RiskContext Summary(InputObject json, DateTimeOffset? asOf)
    {
        _kind = json.Text("kind") ?? "";
        _namespace = json.Text("namespace");
        _ = json.Text("name");
        Signs(json, "annotations", "labels", ContextPlace.WorkloadAnnotation, ContextPlace.WorkloadLabel);
        Signs(json, "namespaceAnnotations", "namespaceLabels", ContextPlace.NamespaceAnnotation, ContextPlace.NamespaceLabel);
        return Facts(json, "workload of the input", asOf);
    }

    private RiskContext Template(InputObject root, JsonElement json, DateTimeOffset? asOf)
    {
        var pods = json.TryGetProperty("kind", out _) ? PodReader.Read(json) : PodReader.ReadTemplate(json);
        problems.AddRange(pods.Problems.Select(static problem => $"workload{(problem.Place.Length > 0 ? "." : "")}{problem.Place} {problem.Message}"));
        if (pods.Problems.Count > 0)
            return RiskContext.Unknown;
        if (pods.Pods is not [var pod])
        {
            root.Problem("workload", "is no pod template: write one object with a spec that has containers, or a workload with a template.");
            return RiskContext.Unknown;
        }

        _kind = pod.Kind;
        _namespace = pod.Metadata.Namespace ?? pod.PodMetadata.Namespace;
        _signs.AddRange(TemplateContext.Signs(pod));
        return TemplateContext.Of(pod, asOf);
    }

    private RiskContext Facts(InputObject json, string source, DateTimeOffset? asOf)
    {
        return new RiskContext
        {
            Privileged = Fact(json.Flag("privileged")),
            HostAccess = Fact(json.Flag("hostAccess")),
            Exposure = Fact(json.Word("exposure", InputWords.Exposures.Meaning, InputWords.Exposures.Usual)),
            Reach = Fact(json.Word("reach", InputWords.Reaches.Meaning, InputWords.Reaches.Usual)),
            Isolation = Fact(json.Word("isolation", InputWords.Isolations.Meaning, InputWords.Isolations.Usual)),
            Environment = Fact(json.Word("environment", reading.EnvironmentOf, InputWords.Environments)),
            Criticality = Fact(json.Word("criticality", reading.CriticalityOf, InputWords.Criticalities)),
            Data = Fact(json.Word("data", reading.DataOf, InputWords.DataClasses)),
        };

        Fact<T>? Fact<T>(T? value)
            where T : struct => value is { } known ? new(known, source, asOf) : null;
    }

    private void Signs(InputObject json, string annotations, string labels, ContextPlace annotation, ContextPlace label)
    {
        _signs.AddRange(json.TextMap(annotations).Select(pair => new ContextSign(annotation, pair.Key, pair.Value)));
        _signs.AddRange(json.TextMap(labels).Select(pair => new ContextSign(label, pair.Key, pair.Value)));
    }
}
