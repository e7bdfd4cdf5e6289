using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Contracts.Response;
using Spectre.Console;

namespace IncidentMesh.Cli.Plans;

/// <summary>Plans for people: all that one must know before saying yes.</summary>
internal static class PlanTables
{
    /// <param name="screen">Where to.</param>
    /// <param name="incident">The plan's incident.</param>
    public static void Show(Screen screen, JsonElement incident)
    {
        var plan = incident.Member("plan");
        Heading(screen, incident);
        screen.Facts(
            [
                ("Status", plan.Text("status")),
                ("Why", plan.Text("reason")),
                .. plan.Items("consequences").Where(static item => item.ValueKind == JsonValueKind.String)
                    .Select((item, i) => (i == 0 ? "Consequences" : "", (string?)$"- {item.GetString()}")),
                ("Proposed", plan.Has("proposedBy") ? $"{plan.Time("proposedAt")} by {plan.Text("proposedBy")}" : plan.Time("proposedAt")),
                ("Expires", plan.Text("status") == "proposed" ? plan.Time("expiresAt") : null),
                ("Hash", plan.Text("hash")),
                ("Before", Before(plan)),
                ("Deletes", plan.Items("deletes").Any() ? string.Join(", ", plan.Items("deletes").Select(static pod => $"{pod.Text("name")} (uid {pod.Text("uid")})")) : null),
                ("Decided", plan.Has("decidedBy") ? $"by {plan.Text("decidedBy")}, {plan.Time("decidedAt")}" : null),
                ("Set right", plan.Text("corrections") is { Length: > 0 } times and not "0" ? $"{(times == "1" ? "once" : times + " times")}, after somebody changed what is contained" : null),
                ("Failure", plan.Text("failure")),
                ("Undone by", plan.Text("undoneBy")),
            ]);
        Steps(screen, plan);
    }

    public static void Evidence(Screen screen, JsonElement manifest)
    {
        screen.Line($"Kept by {manifest.Text("plan")}, {manifest.Time("recordedAt")}. SHA256SUMS {manifest.Text("sha256")}");
        screen.Table(
            ["FILE", "BYTES", "TAKEN", "SHA-256"],
            manifest.Items("files").Select(static file => (IReadOnlyList<Cell>)
            [
                file.Text("isCut") == "true" ? $"{file.Text("name")} (its end)" : file.Text("name"), file.Text("bytes"), file.Time("takenAt"), file.Text("sha256"),
            ]),
            "Nothing was kept.");
        MissingEvidence(screen, manifest);
    }

    public static void MissingEvidence(Screen screen, JsonElement manifest)
    {
        foreach (var missing in manifest.Items("missing"))
            screen.Line($"Missing: {missing.GetString()}", new Style(Color.Yellow));
    }

    /// <summary>What an undo is going to do, and not what the plan did.</summary>
    public static void BeforeUndo(Screen screen, JsonElement incident)
    {
        var plan = incident.Member("plan");
        Heading(screen, incident);
        screen.Facts(
            ("Status", plan.Text("status")),
            ("Before", Before(plan)),
            ("Undo", (plan.Text("status"), plan.Text("action")) switch
            {
                (_, ActionNames.DeletePods) => "- What was not sent yet is stopped, and nothing is waited for any longer. Pods already deleted cannot be brought back.",
                ("contained", ActionNames.Quarantine) => "- The pods get their labels back and the NetworkPolicy is removed; the workload takes them back, and deletes as many as are too many.",
                ("contained", _) => "- The replicas from before are restored and our mark is removed; what somebody else has set since is kept.",
                _ => "- What is not done yet is called back; what was done is restored.",
            }),
            ("", plan.Text("action") switch
            {
                ActionNames.DeletePods => "- Pods that were not deleted, if there are any, run on.",
                ActionNames.Quarantine => "- They reach out, and are reached, again, with whatever made somebody cut them off.",
                _ => "- The workload serves again, with whatever made somebody contain it.",
            }));
        Steps(screen, plan);
    }

    private static string? Before(JsonElement plan) =>
        plan.Has("snapshot") ? $"{plan.Member("snapshot").Text("replicas")} replicas"
        : plan.Items("quarantined").Any() ? string.Join(", ", plan.Items("quarantined").Select(static pod => $"{pod.Text("name")} with {Labels(pod)}"))
        : null;

    private static string Labels(JsonElement pod) =>
        string.Join(" ", pod.Member("labels").EnumerateObject().Select(static label => $"{label.Name}={label.Value.GetString()}"));

    private static void Heading(Screen screen, JsonElement incident)
    {
        var plan = incident.Member("plan");
        var target = plan.Member("target");
        screen.Line($"Plan {plan.Text("id")}: {plan.Text("action")} {target.Text("namespace")}/{target.Text("kind")}/{target.Text("name")} in {incident.Text("cluster")}", new Style(decoration: Decoration.Bold));
    }

    private static void Steps(Screen screen, JsonElement plan) =>
        screen.Table(
            ["STEP", "STATUS", "FINISHED", "WHAT", "OUTCOME"],
            plan.Items("steps").Select(step => (IReadOnlyList<Cell>)
            [
                step.Text("name"), step.Text("status"), step.Time("finishedAt"), step.Text("description"),
                step.Text("lastTry") is { Length: > 0 } look && EffectKinds.IsHold(step.Text("effect")) ? look
                    : step.Text("lastTry") is { Length: > 0 } reason ? $"try {step.Text("tries")}: {reason}" : step.Text("outcome"),
            ]),
            "No steps.");

    /// <summary>After a decision.</summary>
    public static void Done(Screen screen, JsonElement incident)
    {
        var plan = incident.Member("plan");
        screen.Line($"Plan {plan.Text("id")} of {incident.Text("id")} is {plan.Text("status")}.");
        if (plan.Text("failure") is { Length: > 0 } failure)
            screen.Line(failure, new Style(Color.Red));
        if (plan.Text("status") is "executing" or "undoing")
            screen.Line($"See how far it is: incidents timeline {incident.Text("id")} --watch");
    }
}
