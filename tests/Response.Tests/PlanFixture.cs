using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Response.Guardrails;
using IncidentMesh.Response.Planning;

namespace IncidentMesh.Response.Tests;

/// <summary>An incident that asks for a response, and what its effects answer.</summary>
internal static class PlanFixture
{
    public const string Incident = "inc-aaaaaaaaaaaa";

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly WorkloadRef Web = new("prod", "shop", "Deployment", "web");

    public static readonly ScaleSnapshot Twelve = new("uid-1", 12, ["HorizontalPodAutoscaler/web"], "41");

    public static PlanRequest Request(WorkloadRef? workload = null, Severity severity = Severity.Critical, WorkloadRecord? context = null) => new()
    {
        Incident = Incident,
        Subject = SubjectRef.Of(workload ?? Web),
        Fold = new IncidentFold
        {
            Signals = 4,
            Severity = severity,
            Sensors = ["falco"],
            Rules = [new RuleHits { Rule = "falco/Shell", Title = "Shell", Severity = severity, Count = 4, FirstSeen = Start, LastSeen = Start }],
            Replicas = new Dictionary<string, long> { ["shop/web-1"] = 4 },
        },
        Score = new Score(80, [], "test"),
        Context = context,
        PlansBefore = 0,
        Now = Start,
        Guardrails = new GuardrailOptions(),
        Protected = new ProtectedNamespaces(),
    };

    public static ResponsePlan Proposed() => ((PlanProposal.Proposed)ResponsePlanner.Propose(Request())).Plan;

    public static byte[] Json(ContainmentDrift held) => JsonSerializer.SerializeToUtf8Bytes(held, EffectJson.Default.ContainmentDrift);

    public static byte[] Json(PodsSnapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(snapshot, EffectJson.Default.PodsSnapshot);

    public static byte[] Json(ScaleSnapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(snapshot, EffectJson.Default.ScaleSnapshot);
}
