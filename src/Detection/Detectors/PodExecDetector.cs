using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Detectors;

/// <summary>
/// Commands, terminals and forwarded ports in pods by way of the API server: once a request, at the first of its stages
/// that says it was let through. Medium; high for a service account, which has no hands to type with; low for a
/// forwarded port.
/// </summary>
internal sealed class PodExecDetector : IDetector
{
    /// <summary>Requests that are under way at once: an exec's end may come hours after its start.</summary>
    private const int RememberedRequests = 2048;

    private static readonly string[] ExecTechniques = ["T1609", "TA0002"];
    private static readonly SignalDetection Exec = Of("audit/pod-exec", "Command or terminal in a pod through the Kubernetes API", Severity.Medium, ExecTechniques);
    private static readonly SignalDetection ServiceAccountExec = Exec with { Severity = Severity.High };
    private static readonly SignalDetection PortForward = Of("audit/pod-port-forward", "Port of a pod forwarded through the Kubernetes API", Severity.Low, ["TA0011"]);
    private readonly RecentKeys<Nothing> _seen = new(RememberedRequests);

    public string Name => "audit/pod-exec";

    public long Forgotten => _seen.Forgotten;

    public SignalDetection? Examine(Signal signal)
    {
        if (!AuditRequest.TryRead(signal, out var request) || request.Resource != "pods" || !request.IsCore)
            return null;

        var detection = request.Subresource switch
        {
            "exec" or "attach" => request.IsServiceAccount ? ServiceAccountExec : Exec,
            "portforward" => PortForward,
            _ => null,
        };
        if (detection is null || !(request.IsStarted ? request.Succeeded || request.Code == 0 : request.IsComplete && request.Succeeded))
            return null;

        // The audit id alone may be the client's choice, and one for many requests.
        if (request is not { AuditId: { } id, ReceivedAt: { } received })
            return detection;

        _seen.Touch(RecentKeys<Nothing>.KeyOf(id, received), signal.Time, out var known);
        return known ? null : detection;
    }

    public void Save(StateWriter writer) => _seen.Save(writer, static (_, _) => { });

    public void Restore(ref StateReader reader) => _seen.Restore(ref reader, static (ref _) => default);

    private static SignalDetection Of(string rule, string title, Severity severity, string[] techniques) =>
        new() { Rule = rule, Title = title, Severity = severity, Techniques = techniques };
}
