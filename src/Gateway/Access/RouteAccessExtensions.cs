using IncidentMesh.Contracts.Access;

namespace IncidentMesh.Gateway.Access;

internal static class RouteAccessExtensions
{
    /// <summary>Opens a route to a role and those above it.</summary>
    public static TBuilder Allow<TBuilder>(this TBuilder builder, Role minimum, RouteScope scope, bool personsOnly = false)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RouteAccess(minimum, scope, personsOnly));
}
