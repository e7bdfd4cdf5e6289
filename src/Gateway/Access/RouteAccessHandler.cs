using IncidentMesh.Contracts.Access;
using Microsoft.AspNetCore.Authorization;

namespace IncidentMesh.Gateway.Access;

/// <summary>The only authorization requirement, and the fallback: every route is checked against its own <see cref="RouteAccess"/>.</summary>
internal sealed class RouteAccessRequirement : IAuthorizationRequirement;

internal sealed class RouteAccessHandler : AuthorizationHandler<RouteAccessRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RouteAccessRequirement requirement)
    {
        if (context.Resource is not HttpContext http || http.Features.Get<Principal>() is not { } principal)
            return Task.CompletedTask;

        // Not a route of anybody: routing's own 405, or nothing at all and so 404.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            context.Succeed(requirement);
            return Task.CompletedTask;
        }

        var refusal = endpoint.Metadata.GetMetadata<RouteAccess>() is { } access
            ? access.Refusal(principal)
            : "Nobody has opened this route.";
        if (refusal is null)
            context.Succeed(requirement);
        else
            context.Fail(new AuthorizationFailureReason(this, refusal));
        return Task.CompletedTask;
    }
}
