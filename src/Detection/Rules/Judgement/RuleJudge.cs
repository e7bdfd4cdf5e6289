using System.Collections.Immutable;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Detectors;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Rules.Judgement;

/// <summary>
/// Asks the rules of every signal. All that match speak, not only the first: an incident names each reason. Events that
/// their sensor has judged are not judged again. Kept for many signals; for one thread at a time.
/// </summary>
internal sealed class RuleJudge
{
    private const int LongestName = 200;
    private const int LongestOutput = 1024;

    private readonly RuleLoad _rules;
    private readonly RuleSet _compiled;
    private readonly SignalOpening _opening;
    private readonly EventContext _context;
    private readonly ImmutableArray<SignalDetection?> _detections;
    private readonly List<int> _matches = [];

    /// <param name="rules">Rules that loaded without an error.</param>
    /// <param name="minimum">Rules of a priority below it make no detections.</param>
    /// <param name="cluster">Name of the cluster, for <c>ka.cluster.name</c>; null where it has none.</param>
    public RuleJudge(RuleLoad rules, Severity minimum, string? cluster)
    {
        _rules = rules;
        _compiled = rules.Compiled ?? throw new ArgumentException("The rules have errors.", nameof(rules));
        _opening = new SignalOpening(_compiled.Fields, cluster);
        _context = _compiled.CreateContext();
        _detections = [.. rules.EnabledRules.Select(rule => DetectionOf(rule, minimum))];
    }

    /// <summary>Adds what the rules say of a signal, in the order of loading. Allocates nothing where no rule matches.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="raw">The event that it was read from; empty where only the signal is left.</param>
    /// <param name="found">Receives the detections.</param>
    public void Judge(Signal signal, ReadOnlyMemory<byte> raw, List<SignalDetection> found)
    {
        if (_compiled.RuleCount == 0 || signal.Kind != SignalKind.Event || IsJudged(signal))
            return;

        _matches.Clear();
        _compiled.Match(SignalOpening.SourceOf(signal), _opening.Open(signal, raw), _context, RuleMatching.All, _matches);
        foreach (var match in _matches)
        {
            if (_detections[match] is { } detection)
                found.Add(detection with { Output = Output(match) });
        }
    }

    private static bool IsJudged(Signal signal) => signal.Severity != Severity.Unknown || signal.Sensor == SensorNames.Falco;

    private static SignalDetection? DetectionOf(LoadedRule rule, Severity minimum)
    {
        var severity = RuleSeverity.Of(rule.Priority);
        return severity < minimum
            ? null
            : new SignalDetection
            {
                Rule = Cut($"{rule.Source}/{rule.Name}", LongestName),
                Title = Cut(rule.Name, LongestName),
                Severity = severity,
                Techniques = MitreTags.Read(rule.Tags),
            };
    }

    private string Output(int match) => Cut(_rules.Outputs[match].Render(_context), LongestOutput);

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
