namespace IncidentMesh.Detection.Tests.Replicas;

/// <summary>Changes what a replica of a simulated workload does in a window.</summary>
internal delegate void ReplicaChange(string name, Dictionary<string, long> activity, Dictionary<string, double> gauges);
