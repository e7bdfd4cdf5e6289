using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Detectors;

/// <summary>
/// Makes detections of signals. The same signals in the same order give the same detections: its state is all that it
/// remembers, and time is the time of events.
/// </summary>
internal interface IDetector
{
    /// <summary>Stable: its saved state is found by it.</summary>
    string Name { get; }

    /// <returns>The detection, or null.</returns>
    SignalDetection? Examine(Signal signal);

    /// <summary>What it forgot because it was full, since it began.</summary>
    long Forgotten { get; }

    void Save(StateWriter writer);

    /// <exception cref="FormatException">The state was not written by <see cref="Save"/>.</exception>
    void Restore(ref StateReader reader);
}
