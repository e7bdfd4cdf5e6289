using System.Globalization;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Silo.Demo;

/// <summary>What a newcomer reads in the first minute.</summary>
/// <param name="output">Where it is told.</param>
/// <param name="cliOptions">Options for the end of each command that is shown.</param>
internal sealed class DemoStory(TextWriter output, string cliOptions)
{
    private const string Cli = "dotnet run --project src/Cli --";

    public void Begin(string address, string cluster, DemoShop shop)
    {
        Line($"IncidentMesh is listening on {address}. This is a made-up cluster, '{cluster}': no Kubernetes is touched.");
        Line($"A web shop runs in it: {shop.Web.Count} replicas of Deployment shop/web, and {shop.Others.Count} other pods.");
        Line();
    }

    public void InventoryKnown(ClusterStatus status) =>
        Line($"1. Inventory: {status.Pods} pods of {status.Workloads} workloads are known.");

    public void Folded(IngestProgress progress, int incidents, Incident incident, IReadOnlyList<TimelineEntry> timeline, DemoShop shop)
    {
        var detected = incident.Fold.Signals;
        Line($"2. Signals: {progress.Signals} Falco alerts came in through POST /api/v1/ingest/falco; {progress.Signals - detected} are counted as activity, {detected} are detections.");
        Line($"3. They became {(incidents == 1 ? "one incident" : $"{incidents} incidents")}:");
        Line();
        Line($"   {incident.Id}  {incident.Fold.Severity}, score {incident.Score.Value} of 100");
        Line($"   {incident.Title}");
        foreach (var entry in timeline.Where(entry => entry.Kind == "detection"))
        {
            Line($"     {Time(entry.Time)}  {Cut(entry.Text, 130)}");
        }

        Line();
        Line("   Why this score:");
        foreach (var factor in incident.Score.Factors)
        {
            Line($"     {factor.Share.ToString("+0;-0", CultureInfo.InvariantCulture),4}  {factor.Reason}");
        }

        var replicas = incident.Fold.Replicas;
        if (replicas.Count == 1)
        {
            Line();
            Line($"   All {detected} detections are on one replica, {replicas.Keys.First()}; its {shop.Web.Count - 1} siblings show none.");
        }
    }

    public void Proposed(Incident incident)
    {
        if (incident.Plan is not { } plan)
        {
            return;
        }

        Line();
        Line($"4. Proposed: {plan.Action} of {plan.Target.Kind} {plan.Target.Namespace}/{plan.Target.Name}. Nothing is done until a person approves.");
        foreach (var consequence in plan.Consequences)
        {
            Line($"     - {consequence}");
        }

        Line();
        Line("In a second terminal:");
        Line($"   look:     {Cli} incidents show {incident.Id} {cliOptions}");
        Line($"   approve:  {Cli} plans approve {incident.Id} {cliOptions}");
        Line($"   or less:  {Cli} plans propose {incident.Id} --action quarantine --reason \"one replica is odd\" {cliOptions}");
        Line($"   undo:     {Cli} plans undo {incident.Id} --reason \"false alarm\" {cliOptions}");
        Line();
        Line("What happens is told here. Ctrl+C ends the demo and removes its data.");
    }

    public void Tell(TimelineEntry entry) => Line($"   {Time(entry.Time)}  {entry.Actor}  {Cut(entry.Text, 140)}");

    public void Turned(string incident, IncidentState state, ResponsePlan plan)
    {
        if (plan.Status == PlanStatus.Contained)
        {
            var what = plan.Action == ActionNames.Quarantine ? $"{string.Join(", ", plan.Pods)} {(plan.Pods.Count == 1 ? "is" : "are")} cut off" : $"every pod of {plan.Target.Namespace}/{plan.Target.Name} is gone";
            Line($"5. {(state == IncidentState.Contained ? "Contained" : "Done, and not contained")}: {what}. Undo: {Cli} plans undo {incident} --reason \"false alarm\" {cliOptions}");
        }
        else if (plan.Status == PlanStatus.Completed)
        {
            Line(plan.Deletes.Count == 0 ? "5. Completed: the pods were gone already." : $"5. Completed: {string.Join(", ", plan.Deletes.Select(static pod => pod.Name))} {(plan.Deletes.Count == 1 ? "is" : "are")} gone. There is nothing to undo.");
        }
        else if (plan.Status == PlanStatus.Failed)
        {
            Line($"5. Failed: {plan.Failure}");
        }
        else if (plan.Steps.All(static step => !EffectKinds.IsRestore(step.Effect)))
        {
            Line("6. Undone: nothing had been changed.");
        }
        else
        {
            Line($"6. Undone: {plan.Target.Namespace}/{plan.Target.Name} has its {(plan.Snapshot is { } snapshot ? $"{snapshot.Replicas} replicas" : "pods")} again.");
        }
    }

    private void Line(string text = "") => output.WriteLine(text);

    private static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Our own events, but shown like anybody's: no control character reaches the terminal.</summary>
    private static string Cut(string text, int length)
    {
        var clean = string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));
        return clean.Length <= length ? clean : clean[..(length - 1)] + "…";
    }
}
