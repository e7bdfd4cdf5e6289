using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Detectors;

/// <summary>
/// Alerts of sensors that have judged already, of at least a severity. A Falco alert whose priority cannot be read
/// counts as <see cref="Severity.Medium"/>, because it is better seen than lost.
/// </summary>
internal sealed class SensorSeverityDetector(Severity minimum)
{
    private const int LongestRule = 200;
    private const int KnownRules = 1024;

    // Every alert of a rule gives the same detection: made once. Not state; it can be made again at any time.
    private readonly Dictionary<(string Sensor, string Rule, Severity Severity, IReadOnlyList<string> Tags), SignalDetection> _made = [];

    /// <returns>The detection, or null.</returns>
    public SignalDetection? Examine(Signal signal)
    {
        if (signal.Severity == Severity.Unknown && signal.Sensor != SensorNames.Falco)
            return null;

        var severity = signal.Severity == Severity.Unknown ? Severity.Medium : signal.Severity;
        if (severity < minimum)
            return null;

        if (_made.TryGetValue((signal.Sensor, signal.Rule, severity, signal.Tags), out var known))
            return known;

        var longest = LongestRule - signal.Sensor.Length - 1;
        var title = signal.Rule.Length <= longest ? signal.Rule : signal.Rule[..longest];
        var detection = new SignalDetection
        {
            Rule = $"{signal.Sensor}/{title}",
            Title = title,
            Severity = severity,
            Techniques = MitreTags.Read(signal.Tags),
        };

        if (_made.Count >= KnownRules)
            _made.Clear();
        _made.Add((signal.Sensor, signal.Rule, severity, signal.Tags), detection);
        return detection;
    }
}
