using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Sensors.KubernetesAudit;

/// <summary>
/// Where an audit event belongs: the pod or node that the request is about, else the pod whose service account asked.
/// The API server takes the latter from the token, so nobody can put the blame on another pod; a token that was stolen
/// and used from elsewhere names the pod that it was stolen from.
/// </summary>
internal static class AuditOrigin
{
    private const string AccountPrefix = "system:serviceaccount:";

    public static SignalOrigin Of(IReadOnlyDictionary<string, string> facts, string? callerPod)
    {
        var resource = facts.GetValueOrDefault(AuditFacts.Resource);
        var name = facts.GetValueOrDefault(AuditFacts.Name);
        var place = facts.GetValueOrDefault(AuditFacts.Namespace);
        var core = !facts.ContainsKey(AuditFacts.ApiGroup);
        if (core && resource == "pods" && name is not null)
            return new SignalOrigin { Namespace = place, Pod = name };
        if (core && resource == "nodes" && name is not null)
            return new SignalOrigin { Node = name };
        if (callerPod is not null && AccountNamespace(facts.GetValueOrDefault(AuditFacts.User)) is { } home)
            return new SignalOrigin { Namespace = home, Pod = callerPod };

        return place is null ? SignalOrigin.None : new SignalOrigin { Namespace = place };
    }

    private static string? AccountNamespace(string? user)
    {
        if (user?.StartsWith(AccountPrefix, StringComparison.Ordinal) != true)
            return null;

        var end = user.IndexOf(':', AccountPrefix.Length);
        return end > AccountPrefix.Length ? user[AccountPrefix.Length..end] : null;
    }
}
