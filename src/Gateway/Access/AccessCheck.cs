using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Problems;
using Microsoft.AspNetCore.Authorization;

namespace IncidentMesh.Gateway.Access;

/// <summary>
/// The one check of who may do what, after routing: every request needs a token, but for routes that say
/// <see cref="IAllowAnonymous"/>, and every route is closed that does not say in a <see cref="RouteAccess"/> to whom it
/// is open. One middleware instead of ASP.NET's authentication and authorization: there is one kind of credential and
/// one rule, and ingest pays for each layer with every event.
/// </summary>
internal sealed class AccessCheck(RequestDelegate next, TokenReader tokens, GatewayInstruments instruments)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        var access = endpoint?.Metadata.GetMetadata<RouteAccess>();
        var (principal, refused) = await tokens.ReadAsync(
            context.Request.Headers.Authorization, basicToo: access?.Minimum == Role.Ingest, context.RequestAborted);
        if (principal is null)
        {
            await AnswerAsync(context, refused!);
            return;
        }

        // Not a route of anybody: routing's own 405, or nothing at all and so 404.
        var refusal = endpoint is not RouteEndpoint ? null : access is null ? "Nobody has opened this route." : access.Refusal(principal);
        if (refusal is not null)
        {
            instruments.AccessRefused("forbidden");
            await Problem.Forbidden(refusal).ExecuteAsync(context);
            return;
        }

        context.Features.Set(principal);
        await next(context);
    }

    private Task AnswerAsync(HttpContext context, TokenRefusal refused)
    {
        instruments.AccessRefused(refused.Reason);
        if (refused == TokenRefusal.CannotCheck)
            return Problem.Unavailable(refused.Detail).ExecuteAsync(context);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(StatusCodes.Status401Unauthorized, refused.Detail).ExecuteAsync(context);
    }
}
