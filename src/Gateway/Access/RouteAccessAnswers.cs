using IncidentMesh.Gateway.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace IncidentMesh.Gateway.Access;

/// <summary>Answers refused requests with problem details: 401, 403, or 503 where credentials cannot be checked.</summary>
internal sealed class RouteAccessAnswers(GatewayInstruments instruments) : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);

        var refused = context.Features.Get<TokenRefusal>();
        if (refused == TokenRefusal.CannotCheck)
        {
            instruments.AccessRefused("cannot-check");
            return Problem.Unavailable("Credentials cannot be checked now.").ExecuteAsync(context);
        }

        if (authorizeResult.Forbidden)
        {
            instruments.AccessRefused("forbidden");
            var reason = authorizeResult.AuthorizationFailure?.FailureReasons.FirstOrDefault()?.Message;
            return Problem.Forbidden(reason ?? "This is not allowed for you.").ExecuteAsync(context);
        }

        instruments.AccessRefused(refused?.Reason ?? "missing");
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(StatusCodes.Status401Unauthorized, refused?.Detail ?? "Send a token: Authorization: Bearer <token>.")
            .ExecuteAsync(context);
    }
}
