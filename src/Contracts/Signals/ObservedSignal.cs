using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Contracts.Signals;

/// <summary>A signal with what was detected in it.</summary>
/// <param name="Index">Its number within its chunk: unique there, the same at every replay.</param>
/// <param name="Signal">The signal.</param>
/// <param name="Detections">Empty for plain activity.</param>
/// <param name="Replica">The pod it is attributed to; null where it is about something else, or not attributed yet.</param>
/// <param name="InStorm">Whether it belongs to the cluster's digest of storms.</param>
/// <param name="Subject">Of a signal in a digest or of a suppressed one: what it is about.</param>
/// <param name="Suppression">Id of the suppression that hides it, or would hide it.</param>
/// <param name="Shown">Whether it is shown in spite of the suppression, because an attack may be going on around it.</param>
/// <param name="Process">Of a detection in a container: its process; null where that is not known.</param>
/// <param name="Probe">The probe or hook of the pod that it is, for people: then it is counted and not shown. Else null.</param>
/// <param name="Habit">Whether each rule that hit is a habit of what the signal is about.</param>
/// <param name="HiddenBefore">What suppressions hid of what it is about before it looked like an attack, where it is the first that tells; else null.</param>
[GenerateSerializer, Immutable, Alias("im.observed-signal")]
public sealed record ObservedSignal(
    [property: Id(0)] int Index,
    [property: Id(1)] Signal Signal,
    [property: Id(2)] IReadOnlyList<Detection> Detections,
    [property: Id(3)] ReplicaRef? Replica = null,
    [property: Id(4)] bool InStorm = false,
    [property: Id(5)] SubjectRef? Subject = null,
    [property: Id(6)] string? Suppression = null,
    [property: Id(7)] bool Shown = false,
    [property: Id(8)] ProcessChain? Process = null,
    [property: Id(9)] string? Probe = null,
    [property: Id(10)] bool Habit = false,
    [property: Id(11)] IReadOnlyList<HiddenStep>? HiddenBefore = null)
{
    /// <summary>Whether it is counted and not shown.</summary>
    public bool IsHidden => Probe is not null || (Suppression is not null && !Shown);

    /// <summary>Of a finding of the comparison of replicas: its numbers. Else null.</summary>
    [Id(12)] public Incidents.Deviation? Deviation { get; init; }
}
