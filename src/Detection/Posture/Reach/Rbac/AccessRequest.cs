namespace IncidentMesh.Detection.Posture.Reach.Rbac;

/// <summary>What somebody asks of the API server, as its authorizer sees it.</summary>
/// <param name="Verb">Such as <c>get</c>; in lower case.</param>
public abstract record AccessRequest(string Verb);

/// <param name="Verb">Such as <c>get</c>.</param>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Resource">In the plural, such as <c>pods</c>.</param>
/// <param name="Subresource">Such as <c>exec</c>; empty for none.</param>
/// <param name="Name">The object's name; empty for all, as with <c>list</c> and <c>create</c>.</param>
/// <param name="Namespace">Empty for the whole cluster and for objects of no namespace.</param>
public sealed record ResourceRequest(string Verb, string Group, string Resource, string Subresource, string Name, string Namespace)
    : AccessRequest(Verb)
{
    /// <summary>Resource and subresource as rules name them.</summary>
    public string Combined { get; } = Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";
}

/// <param name="Verb">Such as <c>get</c>.</param>
/// <param name="Path">Such as <c>/metrics</c>.</param>
public sealed record UrlRequest(string Verb, string Path) : AccessRequest(Verb);
