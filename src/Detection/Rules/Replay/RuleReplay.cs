using System.Collections.Immutable;
using IncidentMesh.Contracts.Replay;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Judgement;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Rules.Replay;

/// <summary>Counts what rules would have said of past events, judging as ingest does. For one thread at a time.</summary>
public sealed class RuleReplay
{
    private readonly RuleLoad _rules;
    private readonly RuleSet _compiled;
    private readonly SignalOpening _opening;
    private readonly EventContext _context;
    private readonly ImmutableArray<RuleTally> _tallies;
    private readonly FieldSources _sources;
    private readonly List<int> _matches = [];

    /// <param name="rules">Rules that loaded without an error.</param>
    /// <param name="cluster">Cluster id.</param>
    public RuleReplay(RuleLoad rules, string cluster)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _rules = rules;
        _compiled = rules.Compiled ?? throw new ArgumentException("The rules have errors.", nameof(rules));
        _opening = new SignalOpening(_compiled.Fields, cluster);
        _context = _compiled.CreateContext();
        _tallies = [.. rules.EnabledRules.Select(rule => new RuleTally(rule, cluster))];
        foreach (var rule in rules.EnabledRules)
            _sources |= EventSources.TryParse(rule.Source, out var source) ? source : FieldSources.None;
    }

    /// <summary>What was counted so far, of every rule.</summary>
    public IReadOnlyList<ReplayedRule> Results => [.. _tallies.Select(tally => tally.Result())];

    /// <summary>Whether a rule is about events of a sensor format.</summary>
    public bool Reads(string format) => (_sources & SignalOpening.SourceOf(format)) != 0;

    /// <param name="signal">The signal, with its position.</param>
    /// <param name="raw">The event that it was read from.</param>
    /// <returns>Whether rules judge such an event at all.</returns>
    public bool Take(Signal signal, ReadOnlyMemory<byte> raw)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (!RuleJudge.IsForRules(signal))
            return false;
        _matches.Clear();
        _compiled.Match(SignalOpening.SourceOf(signal.Sensor), _opening.Open(signal, raw), _context, RuleMatching.All, _matches);
        foreach (var match in _matches)
            _tallies[match].Add(signal, () => RuleDetection.Output(_rules.Outputs[match], _context));
        return true;
    }
}
