using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Judgement;
using IncidentMesh.Detection.Rules.Language.Parsing;

namespace IncidentMesh.Detection;

/// <summary>
/// Suppressions, ready to be asked. The same for files and servers; what differs is the time that is passed in. For one
/// thread at a time.
/// </summary>
public sealed class SuppressionSet
{
    private readonly IReadOnlyList<Suppression> _suppressions;
    private readonly RuleSet? _expressions;
    private readonly List<string> _idOfExpression = [];
    private readonly SignalOpening? _opening;
    private readonly EventContext? _context;
    private readonly List<int> _matches = [];

    /// <param name="suppressions">The first that fits is the one that hides.</param>
    /// <param name="cluster">The cluster's name, for expressions; null where it has none.</param>
    public SuppressionSet(IReadOnlyList<Suppression> suppressions, string? cluster)
    {
        ArgumentNullException.ThrowIfNull(suppressions);
        _suppressions = suppressions;
        var builder = new RuleSetBuilder();
        foreach (var suppression in suppressions)
        {
            // One that does not compile any more, after an update, hides nothing.
            if (suppression.Expression is { } text && ConditionParser.Parse(text) is { Succeeded: true, Condition: var condition })
                _idOfExpression.AddRange(SuppressionExpression.AddTo(builder, condition).Select(_ => suppression.Id));
        }

        if (_idOfExpression.Count == 0)
            return;
        _expressions = builder.Build();
        _opening = new SignalOpening(_expressions.Fields, cluster);
        _context = _expressions.CreateContext();
    }

    public bool IsEmpty => _suppressions.Count == 0;

    /// <param name="signal">The signal.</param>
    /// <param name="raw">The event that it was read from; empty where only the signal is left.</param>
    /// <returns>Ids of the suppressions whose expression holds for it, mostly none.</returns>
    public IReadOnlyList<string> Holding(Signal signal, ReadOnlyMemory<byte> raw)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (_expressions is null || _opening is null || _context is null)
            return [];
        _matches.Clear();
        _expressions.Match(SignalOpening.SourceOf(signal.Sensor), _opening.Open(signal, raw), _context, RuleMatching.All, _matches);
        return _matches.Count == 0 ? [] : [.. _matches.Select(match => _idOfExpression[match])];
    }

    /// <summary>A signal is hidden where each of its detections is. What sensors say of themselves never is.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="detections">What was detected in it.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="at">The time by which suppressions expire.</param>
    /// <param name="holding">What <see cref="Holding"/> said of it.</param>
    /// <returns>The suppression that hides the first of its detections; null where one of them is seen.</returns>
    public Suppression? HiddenBy(Signal signal, IReadOnlyList<SignalDetection> detections, SubjectRef subject, DateTimeOffset at, IReadOnlyList<string> holding)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(detections);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(holding);
        if (_suppressions.Count == 0 || signal.Kind == SignalKind.SensorHealth)
            return null;

        Suppression? first = null;
        var workload = subject.Workload is { } known ? $"{known.Namespace}/{known.Name}" : null;
        foreach (var detection in detections)
        {
            if (Find(detection) is not { } found)
                return null;
            first ??= found;
        }

        return first;

        Suppression? Find(SignalDetection detection)
        {
            foreach (var one in _suppressions)
            {
                if (at < one.Expires
                    && (one.Rule is not null || detection.Rule != IngestRules.Unexamined)
                    && (Pattern.Fits(one.Rule, detection.Rule) || Pattern.Fits(one.Rule, detection.Title))
                    && Pattern.Fits(one.Workload, workload)
                    && (one.User is null || (SubjectAttribution.IsAudit(signal) && Pattern.Fits(one.User, signal.User)))
                    && Pattern.Fits(one.Node, signal.Origin.Node)
                    && (one.Expression is null || holding.Contains(one.Id)))
                    return one;
            }

            return null;
        }
    }
}
