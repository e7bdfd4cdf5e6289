namespace IncidentMesh.Benchmarks.ReplicaQuality.Harness;

/// <summary>What a detector said about workloads that did nothing wrong.</summary>
/// <param name="Detector">Its name.</param>
/// <param name="Kind">Of the workloads.</param>
/// <param name="Size">In replicas.</param>
/// <param name="WorkloadDays">Really simulated.</param>
/// <param name="Workloads">That shared those days.</param>
/// <param name="FalseAlarms">New alarms, without the ones on revisions where revisions differ.</param>
/// <param name="WorkloadsInAlarm">Workloads from which those came: alarms of one workload are not independent.</param>
/// <param name="RevisionNotes">Alarms on a revision in a kind where revisions differ.</param>
/// <param name="MicrosecondsPerWindow">Of the detector, on one thread.</param>
/// <param name="Threshold">Of an alternative; null for a detector without one.</param>
internal sealed record BenignResult(
    string Detector, string Kind, int Size, double WorkloadDays, int Workloads, int FalseAlarms, int WorkloadsInAlarm, int RevisionNotes, double MicrosecondsPerWindow, double? Threshold);
