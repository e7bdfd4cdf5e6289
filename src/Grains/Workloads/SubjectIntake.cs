using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;

namespace IncidentMesh.Grains.Workloads;

/// <summary>Which incident of a subject its detections go to: the open one, or the next.</summary>
[GenerateSerializer, Immutable, Alias("im.state.subject-intake")]
internal sealed record SubjectIntake
{
    /// <summary>Incidents so far. The newest one's id follows from it, so that a replay names the same incident.</summary>
    [Id(0)] public int Incidents { get; init; }

    [Id(1)] public DateTimeOffset LastSeen { get; init; }

    /// <summary>Whether the newest incident has detections from <see cref="Severity.High"/> on: it is no routine.</summary>
    [Id(2)] public bool Severe { get; init; }

    /// <summary>Gives a share to an incident of the subject, or to the first after it that takes it.</summary>
    /// <returns>The number of the one that did.</returns>
    public static async Task<int> DeliverAsync(IGrainFactory grains, SubjectRef subject, SignalShare share, int number)
    {
        // Resolved, closed and merged ones decline; the next one is new and takes everything.
        while (!await grains.GetGrain<IIncidentGrain>(IncidentIds.Of(subject, number)).TakeAsync(subject, share))
        {
            number++;
        }

        return number;
    }

    /// <summary>Hands a share to the subject's incident and returns the state to commit afterwards.</summary>
    public async Task<SubjectIntake> HandOnAsync(
        IGrainFactory grains, SubjectRef subject, SignalShare share, DetectionOptions options)
    {
        var first = share.Signals.Min(signal => signal.Signal.Time);
        var last = share.Signals.Max(signal => signal.Signal.Time);
        var severe = share.Signals.Any(signal => signal.Detections.Any(detection => detection.Severity >= Severity.High));
        var incidents = Incidents;
        if (incidents == 0 || SubjectBursts.StartsNewBurst(LastSeen, first, SubjectBursts.GapOf(subject, Severe || severe, options)))
        {
            incidents++;
        }

        incidents = await DeliverAsync(grains, subject, share, incidents);
        return new SubjectIntake
        {
            Incidents = incidents,
            LastSeen = last > LastSeen ? last : LastSeen,
            Severe = severe || (Severe && incidents == Incidents),
        };
    }
}
