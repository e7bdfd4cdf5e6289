using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Detectors;

/// <summary>A Kubernetes audit event as detectors see it.</summary>
internal readonly struct AuditRequest
{
    private readonly IReadOnlyDictionary<string, string> _facts;

    private AuditRequest(IReadOnlyDictionary<string, string> facts) => _facts = facts;

    public static bool TryRead(Signal signal, out AuditRequest request)
    {
        request = new AuditRequest(signal.Facts);
        return signal.Sensor == SensorNames.KubernetesAudit;
    }

    public string? AuditId => Fact(AuditFacts.AuditId);

    public string? ReceivedAt => Fact(AuditFacts.ReceivedAt);

    public string? Stage => Fact(AuditFacts.Stage);

    public string? Verb => Fact(AuditFacts.Verb);

    public string? Resource => Fact(AuditFacts.Resource);

    public string? Subresource => Fact(AuditFacts.Subresource);

    public string? Namespace => Fact(AuditFacts.Namespace);

    public string? Name => Fact(AuditFacts.Name);

    public string? User => Fact(AuditFacts.User);

    public string? Path => Fact(AuditFacts.Path);

    /// <summary>Whether the resource is one of the core group, whose name is empty.</summary>
    public bool IsCore => Fact(AuditFacts.ApiGroup) is null;

    /// <summary>HTTP status; 0 where the event states none.</summary>
    public int Code => int.TryParse(Fact(AuditFacts.Code), out var code) ? code : 0;

    /// <summary>Answered, with what the request asked for.</summary>
    public bool Succeeded => Code is 101 or (>= 200 and < 300);

    public bool IsComplete => Stage == "ResponseComplete";

    public bool IsStarted => Stage == "ResponseStarted";

    public bool IsAnonymous => User == "system:anonymous" || InGroup("system:unauthenticated");

    public bool IsServiceAccount => User?.StartsWith("system:serviceaccount:", StringComparison.Ordinal) == true;

    public bool IsWrite => Verb is "create" or "update" or "patch" or "delete" or "deletecollection";

    private bool InGroup(string group)
    {
        if (Fact(AuditFacts.Groups) is not { } groups)
            return false;

        foreach (var range in groups.AsSpan().Split(','))
            if (groups.AsSpan()[range].SequenceEqual(group))
                return true;

        return false;
    }

    private string? Fact(string name) => _facts.GetValueOrDefault(name);
}
