using System.Diagnostics.Metrics;

namespace IncidentMesh.Gateway;

/// <summary>Metrics of the gateway. Tag values are bounded: formats and reasons, never a sender's words.</summary>
internal sealed class GatewayInstruments
{
    public const string Meter = "IncidentMesh.Gateway";
    private const string Format = "format";
    private const string Reason = "reason";

    private readonly Counter<long> _accepted;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _deadLettersDropped;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _accessRefused;
    private readonly Histogram<double> _append;

    public GatewayInstruments(IMeterFactory factory)
    {
        var meter = factory.Create(Meter);
        _accepted = meter.CreateCounter<long>("incidentmesh.ingest.events", "{event}", "Events on disk and answered 202.");
        _rejected = meter.CreateCounter<long>("incidentmesh.ingest.rejected", "{event}", "Pieces of requests that could not be read.");
        _deadLettersDropped = meter.CreateCounter<long>(
            "incidentmesh.ingest.dead_letters_dropped", "{event}", "Rejected pieces beyond the number that is kept of one request.");
        _bytes = meter.CreateCounter<long>("incidentmesh.ingest.bytes", "By", "Bytes of accepted requests, unpacked.");
        _refused = meter.CreateCounter<long>("incidentmesh.ingest.refused", "{request}", "Ingest requests of which nothing was taken.");
        _accessRefused = meter.CreateCounter<long>("incidentmesh.access.refused", "{request}", "Requests without a token that opens the route.");
        _append = meter.CreateHistogram<double>("incidentmesh.ingest.append", "s", "Time until an accepted batch was on disk.");
    }

    public void Accepted(string format, int events, long bytes, TimeSpan append)
    {
        var tag = new KeyValuePair<string, object?>(Format, format);
        _accepted.Add(events, tag);
        _bytes.Add(bytes, tag);
        _append.Record(append.TotalSeconds, tag);
    }

    public void Rejected(string format, int pieces, int dropped)
    {
        var tag = new KeyValuePair<string, object?>(Format, format);
        _rejected.Add(pieces, tag);
        if (dropped > 0)
            _deadLettersDropped.Add(dropped, tag);
    }

    /// <param name="format">Format name; <c>unknown</c> for others.</param>
    /// <param name="reason">A word of the gateway's own.</param>
    public void Refused(string format, string reason) =>
        _refused.Add(1, new KeyValuePair<string, object?>(Format, format), new KeyValuePair<string, object?>(Reason, reason));

    public void AccessRefused(string reason) => _accessRefused.Add(1, new KeyValuePair<string, object?>(Reason, reason));
}
