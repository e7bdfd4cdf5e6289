using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection;

/// <summary>Decides which detections of one subject belong together.</summary>
public static class SubjectBursts
{
    /// <summary>Silence after which a subject's next detection is a new incident, unless options say otherwise.</summary>
    public static readonly TimeSpan DefaultGap = TimeSpan.FromHours(1);

    /// <summary>
    /// The silence that parts two incidents of a subject: long for a digest and for routine. None parts a sensor's, because
    /// silence is what they are about.
    /// </summary>
    public static TimeSpan GapOf(SubjectRef subject, bool severe, DetectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(options);
        return subject.Kind switch
        {
            SubjectKinds.Sensor => TimeSpan.MaxValue,
            SubjectKinds.Digest => options.DigestGap,
            _ => severe ? options.BurstGap : options.RoutineGap,
        };
    }

    /// <summary>
    /// Whether a detection opens a new incident. Only silence before it does: what comes late, with a time before
    /// <paramref name="lastSeen"/>, belongs to the incident at hand.
    /// </summary>
    /// <param name="lastSeen">Latest event time of the subject's incident.</param>
    /// <param name="time">Event time of the detection.</param>
    /// <param name="gap">See <see cref="DetectionOptions.BurstGap"/>.</param>
    public static bool StartsNewBurst(DateTimeOffset lastSeen, DateTimeOffset time, TimeSpan gap) => time - lastSeen > gap;
}
