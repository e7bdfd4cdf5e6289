using System.Diagnostics.Metrics;

namespace IncidentMesh.Grains;

/// <summary>What the grains and their dispatchers measure. Tags are formats and kinds, never names of pods or clusters.</summary>
public sealed class GrainInstruments
{
    public const string MeterName = "IncidentMesh.Grains";

    private const string FormatTag = "format";
    private const string KindTag = "kind";
    private const string OutcomeTag = "outcome";

    private readonly Counter<long> _signals;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _held;
    private readonly Counter<long> _unexamined;
    private readonly Counter<long> _aside;
    private readonly Counter<long> _incidents;
    private readonly Counter<long> _effects;
    private readonly Counter<long> _unclaimed;
    private readonly Counter<long> _trimmed;
    private readonly Counter<long> _untold;
    private readonly Counter<long> _begunAnew;
    private readonly Counter<long> _elsewhere;
    private readonly Counter<long> _unanswered;
    private readonly Gauge<long> _rules;
    private readonly Gauge<long> _ruleAlarm;

    public GrainInstruments(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _signals = meter.CreateCounter<long>("incidentmesh.signals.processed", "{signal}", "Signals taken in once by every grain.");
        _duplicates = meter.CreateCounter<long>("incidentmesh.signals.duplicates", "{signal}", "Repeated signals dropped.");
        _held = meter.CreateCounter<long>("incidentmesh.signals.held", "{signal}", "Signals that had to wait for their pod to become known.");
        _unexamined = meter.CreateCounter<long>("incidentmesh.signals.unexamined", "{signal}", "Signals that the rules failed on: their incident shows them as not examined.");
        _aside = meter.CreateCounter<long>("incidentmesh.signals.undelivered", "{signal}", "Signals that a replica, a workload or a cluster failed on again and again, so that it was gone on without them.");
        _incidents = meter.CreateCounter<long>("incidentmesh.incidents.opened", "{incident}", "Incidents opened.");
        _effects = meter.CreateCounter<long>("incidentmesh.effects", "{try}", "Tries of effects by kind and outcome.");
        _unclaimed = meter.CreateCounter<long>("incidentmesh.effects.unclaimed", "{try}", "Outcomes of tries that others had taken over by then: the other's counts.");
        _trimmed = meter.CreateCounter<long>("incidentmesh.log.trimmed", "By", "Raw events dropped because of age or size.");
        _untold = meter.CreateCounter<long>("incidentmesh.comparison.untold", "{finding}", "Findings about replicas that were not told, because more were made at once than are told.");
        _begunAnew = meter.CreateCounter<long>("incidentmesh.comparison.begun_anew", "{comparison}", "Comparisons of replicas that could not be written or done, and so began to learn anew.");
        _elsewhere = meter.CreateCounter<long>("incidentmesh.comparison.elsewhere_unanswered", "{question}", "Times that what pods of one image do elsewhere could not be asked or told, so that findings were told without it.");
        _unanswered = meter.CreateCounter<long>("incidentmesh.context.unanswered", "{question}", "Questions of incidents about their workload that were not answered, so that they go by what was known before.");
        _rules = meter.CreateGauge<long>("incidentmesh.rules", "{rule}", "Rules in force.");
        _ruleAlarm = meter.CreateGauge<long>("incidentmesh.rules.alarm", "1", "1 while changed rule files have errors and the rules from before are in force, else 0.");
    }

    internal void ChunkProcessed(string format, int signals, long duplicates, int held, int unexamined)
    {
        var tag = new KeyValuePair<string, object?>(FormatTag, format);
        _signals.Add(signals, tag);
        _duplicates.Add(duplicates, tag);
        _held.Add(held, tag);
        _unexamined.Add(unexamined, tag);
    }

    internal void SetAside(string format, int signals) => _aside.Add(signals, new KeyValuePair<string, object?>(FormatTag, format));

    internal void RulesOffered(int inForce, bool accepted)
    {
        _rules.Record(inForce);
        _ruleAlarm.Record(accepted ? 0 : 1);
    }

    internal void FindingsUntold(int count) => _untold.Add(count);

    internal void RiskUnanswered() => _unanswered.Add(1);

    internal void ElsewhereUnanswered() => _elsewhere.Add(1);

    internal void ComparisonBegunAnew() => _begunAnew.Add(1);

    internal void IncidentOpened() => _incidents.Add(1);

    internal void EffectTried(string kind, string outcome) =>
        _effects.Add(1, new KeyValuePair<string, object?>(KindTag, kind), new KeyValuePair<string, object?>(OutcomeTag, outcome));

    internal void OutcomeUnclaimed() => _unclaimed.Add(1);

    internal void LogTrimmed(string format, long bytes) => _trimmed.Add(bytes, new KeyValuePair<string, object?>(FormatTag, format));
}
