namespace IncidentMesh.Benchmarks.ReplicaQuality.Harness;

/// <summary>What a detector made of one class of attacks.</summary>
/// <param name="Detector">Its name.</param>
/// <param name="Attack">Its class.</param>
/// <param name="Size">In replicas.</param>
/// <param name="Trials">Attacks.</param>
/// <param name="Delays">Of the attacks that were found, in windows from the first event, ascending.</param>
/// <param name="WrongAlarms">New alarms before the attack, or that name a replica that was not attacked.</param>
/// <param name="Unattributed">Attacks that were not found, but during which an alarm named no replica.</param>
/// <param name="FoundByKind">Trials and finds by kind of the workload underneath.</param>
internal sealed record AttackResult(
    string Detector, string Attack, int Size, int Trials, IReadOnlyList<int> Delays, int WrongAlarms, int Unattributed, IReadOnlyDictionary<string, int[]> FoundByKind)
{
    public int Found => Delays.Count;

    public int FoundWithin(int windows) => Delays.Count(delay => delay <= windows);

    /// <summary>Null where nothing was found.</summary>
    public int? MedianDelay => Delays.Count == 0 ? null : Delays[Delays.Count / 2];
}
