namespace IncidentMesh.Benchmarks.AlertDay;

internal sealed record Alert(DateTimeOffset Time, DayRule Rule, Pod Pod, string Command, int ProcessId);

/// <param name="Name">Name.</param>
/// <param name="Priority">Falco's priority.</param>
/// <param name="Tags">Tags, comma-separated.</param>
/// <param name="Command">A command line that fires it.</param>
/// <param name="Place">Workload that it is a habit of; empty for one that fires anywhere.</param>
internal sealed record DayRule(string Name, string Priority, string Tags, string Command, string Place = "");

internal sealed record Pod(string Namespace, string Name, string Node, string Image, string Container);

internal sealed record Workload(string Namespace, string Kind, string Name, IReadOnlyList<Pod> Pods)
{
    public override string ToString() => $"{Namespace}/{Kind}/{Name}";
}
