namespace IncidentMesh.Benchmarks.ReplicaQuality.Observing;

/// <summary>How often a replica did something in a window, or how much of it.</summary>
/// <param name="Feature">
/// <c>family:key</c>. Families are <c>exec</c> (file&lt;-parent), <c>peer</c> (host:port/protocol, outbound), <c>listen</c>,
/// <c>inbound</c>, <c>file</c> (class/path template), <c>syscall</c>, <c>dns</c>, <c>api</c> (verb resource), <c>log</c>
/// (level template), <c>exit</c> and <c>gauge</c>.
/// </param>
/// <param name="Number">Of the feature among those of its workload, from 0.</param>
/// <param name="Count">Above 0; events, and whole, except for gauges.</param>
public readonly record struct FeatureCount(string Feature, int Number, double Count);
