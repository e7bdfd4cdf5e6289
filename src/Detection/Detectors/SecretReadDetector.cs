using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Detectors;

/// <summary>
/// A user reads secrets where it never did. Get, list and watch all hand out the content, so each counts as reading;
/// without a namespace it is reading everywhere, and later reads in single namespaces are nothing new. A pair of user and
/// namespace is told once, so an operator that starts to read everywhere is one incident of its user, not a flood.
/// </summary>
/// <remarks>
/// Medium; high for reading everywhere; low for a service account in its own namespace, which is mostly its job. Exempt
/// are the control plane's own accounts: nodes (they may read the secrets of their pods only), the scheduler, the
/// controller manager and the API server, and service accounts of kube-system.
/// </remarks>
internal sealed class SecretReadDetector : IDetector
{
    private const int RememberedPairs = 6000;
    private const string Everywhere = "*";
    private const string AccountPrefix = "system:serviceaccount:";

    private static readonly SignalDetection InNamespace = new()
    {
        Rule = "audit/secret-read-first-time",
        Title = "Secrets read by a user who never did",
        Severity = Severity.Medium,
        Techniques = ["T1552.007", "TA0006"],
    };

    private static readonly SignalDetection InAllNamespaces = InNamespace with { Severity = Severity.High };
    private static readonly SignalDetection AtHome = InNamespace with { Severity = Severity.Low };
    private readonly RecentKeys<Nothing> _readers = new(RememberedPairs);

    public string Name => "audit/secret-read-first-time";

    public long Forgotten => _readers.Forgotten;

    public SignalDetection? Examine(Signal signal)
    {
        if (!AuditRequest.TryRead(signal, out var request) || request.Resource != "secrets" || !request.IsCore
            || request.Verb is not ("get" or "list" or "watch") || !request.Succeeded
            || !(request.IsComplete || request.IsStarted)
            || request.User is not { } user || IsControlPlane(user))
            return null;

        var everywhere = RecentKeys<Nothing>.KeyOf(user, Everywhere);
        if (request.Namespace is not { } place)
        {
            _readers.Touch(everywhere, signal.Time, out var known);
            return known ? null : InAllNamespaces;
        }

        if (_readers.Contains(everywhere))
        {
            _readers.Touch(everywhere, signal.Time, out _);
            return null;
        }

        _readers.Touch(RecentKeys<Nothing>.KeyOf(user, place), signal.Time, out var knownHere);
        return knownHere ? null : IsHome(user, place) ? AtHome : InNamespace;
    }

    public void Save(StateWriter writer) => _readers.Save(writer, static (_, _) => { });

    public void Restore(ref StateReader reader) => _readers.Restore(ref reader, static (ref _) => default);

    private static bool IsControlPlane(string user) =>
        user.StartsWith("system:node:", StringComparison.Ordinal)
        || user.StartsWith("system:serviceaccount:kube-system:", StringComparison.Ordinal)
        || user is "system:apiserver" or "system:kube-scheduler" or "system:kube-controller-manager";

    private static bool IsHome(string user, string place) =>
        user.Length > AccountPrefix.Length + place.Length
        && user.StartsWith(AccountPrefix, StringComparison.Ordinal)
        && user.AsSpan(AccountPrefix.Length).StartsWith(place)
        && user[AccountPrefix.Length + place.Length] == ':';
}
