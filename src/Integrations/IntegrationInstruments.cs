using System.Diagnostics.Metrics;
using IncidentMesh.Contracts.Response;

namespace IncidentMesh.Integrations;

/// <summary>
/// Metrics of this room. Tags are the notifier, the called method and the kind of outcome: never an incident or a name
/// from a cluster.
/// </summary>
public sealed class IntegrationInstruments : IDisposable
{
    public const string MeterName = "IncidentMesh.Integrations";

    private const string NotifierTag = "notifier";
    private const string MethodTag = "method";
    private const string OutcomeTag = "outcome";

    private readonly Meter _meter;
    private readonly Counter<long> _notices;
    private readonly Counter<long> _adopted;
    private readonly Histogram<double> _calls;

    public IntegrationInstruments(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(MeterName);
        _notices = _meter.CreateCounter<long>(
            "incidentmesh.integrations.notices", "{try}", "Tries of notices, by what came of them: done, refused, again, undecidable.");
        _adopted = _meter.CreateCounter<long>(
            "incidentmesh.integrations.slack.adopted", "{message}", "Messages of tries without an answer that were found and not posted twice.");
        _calls = _meter.CreateHistogram<double>(
            "incidentmesh.integrations.call.duration", "s", "Calls to neighbours, by method and outcome.");
    }

    internal void Told(string notifier, EffectOutcome outcome) => _notices.Add(1, new(NotifierTag, notifier), new(OutcomeTag, outcome switch
    {
        EffectOutcome.Done => "done",
        EffectOutcome.Refused => "refused",
        EffectOutcome.Again => "again",
        _ => "undecidable",
    }));

    internal void Adopted() => _adopted.Add(1);

    /// <param name="notifier">Name of the notifier.</param>
    /// <param name="method">Name of the neighbour's method; from our code, never from an answer.</param>
    /// <param name="outcome">Kind of outcome.</param>
    /// <param name="elapsed">From request to answer.</param>
    internal void Called(string notifier, string method, string outcome, TimeSpan elapsed) =>
        _calls.Record(elapsed.TotalSeconds, new(NotifierTag, notifier), new(MethodTag, method), new(OutcomeTag, outcome));

    public void Dispose() => _meter.Dispose();
}
