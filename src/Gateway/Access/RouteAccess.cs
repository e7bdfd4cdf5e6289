using IncidentMesh.Contracts.Access;

namespace IncidentMesh.Gateway.Access;

/// <summary>Who may use a route. A route that does not say so is closed to everybody.</summary>
/// <param name="Minimum">Least role; <see cref="Role.Ingest"/> means ingest keys and nobody else.</param>
/// <param name="Scope">What the route concerns.</param>
/// <param name="PersonsOnly">Only tokens of persons.</param>
internal sealed record RouteAccess(Role Minimum, RouteScope Scope, bool PersonsOnly = false)
{
    /// <summary>Why a principal may not use the route, for people; null where it may.</summary>
    public string? Refusal(Principal principal)
    {
        if (Minimum == Role.Ingest)
            return principal.Role == Role.Ingest ? null : "Only an ingest key opens this.";
        if (principal.Role == Role.Ingest)
            return "An ingest key opens ingest and nothing else.";
        if (principal.Role < Minimum)
            return $"This needs the role {Minimum.ToString().ToLowerInvariant()}.";
        if (PersonsOnly && !principal.Person)
            return "Only a person may decide this.";
        return Scope == RouteScope.AllClusters && principal.Clusters is not null
            ? "This concerns all clusters, and your token is bound to some."
            : null;
    }
}

/// <summary>What a route's answer is bound to.</summary>
internal enum RouteScope
{
    /// <summary>Nothing of a cluster, or the answer holds only what the asker may see.</summary>
    Filtered,

    /// <summary>One cluster or an object of it: 404 for whoever may not see the cluster.</summary>
    Cluster,

    /// <summary>Every cluster: closed to principals that are bound to some.</summary>
    AllClusters,
}
