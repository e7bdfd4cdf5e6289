using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Access;

/// <summary>Tokens of people and services. An admin of some clusters reaches only tokens within them.</summary>
internal static class TokenRoutes
{
    private const int MostClusters = 100;

    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        api.MapGet("/whoami", WhoAmI).Allow(Role.Viewer, RouteScope.Filtered).WithTags("Access")
            .WithName("WhoAmI").WithSummary("The principal of the token that you send.");

        var tokens = api.MapGroup("/tokens").WithTags("Access");
        tokens.MapGet("", ListAsync).Allow(Role.Admin, RouteScope.Filtered)
            .WithName("ListTokens").WithSummary("Tokens of people and services, without their secrets.");
        tokens.MapPost("", CreateAsync).Allow(Role.Admin, RouteScope.Filtered)
            .WithName("CreateToken").WithSummary("Makes a token; it is in this answer only.");
        tokens.MapDelete("/{tokenId}", RevokeAsync).Allow(Role.Admin, RouteScope.Filtered)
            .WithName("RevokeToken").WithSummary("Revokes a token.");
    }

    private static Ok<WhoAmIResource> WhoAmI(Caller caller) => TypedResults.Ok(new WhoAmIResource(
        caller.Principal.Credential, caller.Principal.Name, caller.Principal.Role, caller.Principal.Person, caller.Principal.Clusters));

    private static async Task<Ok<Page<TokenResource>>> ListAsync(Caller caller, CredentialDesk desk, CancellationToken cancellationToken)
    {
        var all = await desk.ListAsync(cancellationToken);
        return TypedResults.Ok(new Page<TokenResource>(
            [.. all.Where(one => Reaches(caller, one)).OrderByDescending(one => one.CreatedAt).Select(one => TokenResource.From(one))], null));
    }

    private static async Task<Results<Created<TokenResource>, Problem>> CreateAsync(CreateTokenRequest request, Caller caller, CredentialDesk desk, HttpContext context)
    {
        var checks = CredentialDesk.CheckName(request.Name, request.ValidForDays)
            .Require("role", request.Role is Role.Viewer or Role.Responder or Role.Admin, "must be viewer, responder or admin.")
            .Require(
                "clusters",
                request.Clusters is null or { Count: >= 1 and <= MostClusters } && (request.Clusters?.All(Names.IsLabel) ?? true),
                $"must be 1 to {MostClusters} ids of clusters, or null for all.");
        if (checks.Problem is { } problem)
            return problem;
        if (request.Person == true && !caller.Principal.Person)
            return Problem.Forbidden("Only a person may make a person's token: otherwise a service could decide plans with it.");
        if (!Within(caller, request.Clusters))
            return Problem.Forbidden("Your token is bound to some clusters: name clusters among them.");

        var wanted = new CredentialRequest
        {
            Name = request.Name!,
            Role = request.Role!.Value,
            Person = request.Person ?? false,
            Clusters = request.Clusters,
            ValidFor = CredentialDesk.Validity(request.ValidForDays),
        };
        return await desk.CreateAsync(context, wanted, caller, (credential, token) => TypedResults.Created(
            $"/api/v1/tokens/{credential.Id}", TokenResource.From(credential, token)));
    }

    private static Task<Results<NoContent, Problem>> RevokeAsync(string tokenId, Caller caller, CredentialDesk desk, CancellationToken cancellationToken) =>
        desk.RevokeAsync(tokenId, one => Reaches(caller, one), "token", caller, cancellationToken);

    private static bool Reaches(Caller caller, Credential credential) =>
        credential.Principal.Role != Role.Ingest && Within(caller, credential.Principal.Clusters);

    private static bool Within(Caller caller, IReadOnlyList<string>? clusters) =>
        caller.Principal.Clusters is null || (clusters is not null && clusters.All(caller.MaySee));
}
