using System.Collections.Immutable;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Rules.Judgement;

/// <summary>
/// Asks rules and correlations of every signal. All rules that match speak, not only the first: an incident names each
/// reason. Events that their sensor has judged are not judged again by rules. Kept for many signals; for one thread at a
/// time.
/// </summary>
internal sealed class RuleJudge
{
    private readonly RuleLoad _rules;
    private readonly RuleSet _compiled;
    private readonly SignalOpening _opening;
    private readonly EventContext _context;
    private readonly ImmutableArray<SignalDetection?> _detections;
    private readonly CorrelationJudge _correlations;
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
        _detections = [.. rules.EnabledRules.Select(rule => RuleDetection.Of(rule, minimum))];
        _correlations = new CorrelationJudge(rules, minimum);
    }

    /// <summary>What the correlations remember.</summary>
    public CorrelationState State => _correlations.State;

    /// <summary>Adds what rules and correlations say of a signal, in the order of loading. Allocates nothing where none does.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="raw">The event that it was read from; empty where only the signal is left.</param>
    /// <param name="found">Receives the detections.</param>
    public void Judge(Signal signal, ReadOnlyMemory<byte> raw, List<SignalDetection> found)
    {
        var source = SignalOpening.SourceOf(signal.Sensor);
        var asksRules = _compiled.RuleCount > 0 && !IsJudged(signal);
        var correlates = _correlations.Reads(source);
        if (signal.Kind != SignalKind.Event || !(asksRules || correlates))
            return;

        _matches.Clear();
        var fields = _opening.Open(signal, raw);
        if (asksRules)
            _compiled.Match(source, fields, _context, RuleMatching.All, _matches);
        else
            _context.Begin(fields);
        foreach (var match in _matches)
        {
            if (_detections[match] is { } detection)
                found.Add(detection with { Output = RuleDetection.Output(_rules.Outputs[match], _context) });
        }

        if (correlates)
            _correlations.Judge(signal, source, _context, found);
    }

    /// <summary>Whether rules judge such an event: it is none about its sensor, and its sensor has not judged it.</summary>
    public static bool IsForRules(Signal signal) => signal.Kind == SignalKind.Event && !IsJudged(signal);

    private static bool IsJudged(Signal signal) => signal.Severity != Severity.Unknown || signal.Sensor == SensorNames.Falco;
}
