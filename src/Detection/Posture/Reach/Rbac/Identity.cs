namespace IncidentMesh.Detection.Posture.Reach.Rbac;

/// <summary>Who asks: a user name and the groups that it comes with.</summary>
public sealed record Identity(string User, IReadOnlyList<string> Groups)
{
    private const string AccountPrefix = "system:serviceaccount:";

    /// <summary>Who sends no credential, where the API server lets such requests in.</summary>
    public static Identity Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);

    public static Identity OfServiceAccount(string @namespace, string name) =>
        new(UserOf(@namespace, name), ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}", "system:authenticated"]);

    /// <summary>User name of a service account.</summary>
    public static string UserOf(string @namespace, string name) => $"{AccountPrefix}{@namespace}:{name}";

    /// <returns>The service account of a user name; null where it is none's.</returns>
    public static (string Namespace, string Name)? AccountOf(string user)
    {
        if (!user.StartsWith(AccountPrefix, StringComparison.Ordinal))
            return null;
        var parts = user[AccountPrefix.Length..].Split(':');
        return parts.Length == 2 ? (parts[0], parts[1]) : null;
    }
}
