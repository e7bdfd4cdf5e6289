using System.Text.Json.Nodes;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>What clients other than the server's own controllers asked, in the order of the answers.</summary>
public sealed class AuditLog(string path)
{
    /// <summary>Finished requests, by verb (such as <c>patch</c>), resource and name; null for any.</summary>
    public IReadOnlyList<AuditedRequest> Requests(string? verb = null, string? resource = null, string? name = null) =>
    [
        .. Lines()
            .Select(line => JsonNode.Parse(line)!)
            .Where(entry => (string?)entry["stage"] == "ResponseComplete")
            .Select(entry => new AuditedRequest(
                (string)entry["verb"]!,
                (string?)entry["objectRef"]?["resource"] ?? "",
                (string?)entry["objectRef"]?["namespace"] ?? "",
                (string?)entry["objectRef"]?["name"] ?? "",
                (int?)entry["responseStatus"]?["code"] ?? 0,
                (string?)entry["user"]?["username"] ?? "",
                (string?)entry["userAgent"] ?? ""))
            .Where(request => (verb is null || request.Verb == verb)
                && (resource is null || request.Resource == resource)
                && (name is null || request.Name == name)),
    ];

    private string[] Lines()
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        // The last line may be half written.
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>A request as the API server recorded it.</summary>
public sealed record AuditedRequest(string Verb, string Resource, string Namespace, string Name, int Status, string User, string UserAgent);
