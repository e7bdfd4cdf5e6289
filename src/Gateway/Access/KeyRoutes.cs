using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Ingest;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Access;

/// <summary>Ingest keys of one cluster. Several are valid at once, so that a key can be replaced without a gap.</summary>
internal static class KeyRoutes
{
    public static void MapIngestKeys(this RouteGroupBuilder cluster)
    {
        var keys = cluster.MapGroup("/keys").WithTags("Access");
        keys.MapGet("", ListAsync).Allow(Role.Admin, RouteScope.Cluster)
            .WithName("ListKeys").WithSummary("The cluster's ingest keys, without their secrets.");
        keys.MapPost("", CreateAsync).Allow(Role.Admin, RouteScope.Cluster)
            .WithName("CreateKey").WithSummary("Makes an ingest key; its token is in this answer only.");
        keys.MapDelete("/{keyId}", RevokeAsync).Allow(Role.Admin, RouteScope.Cluster)
            .WithName("RevokeKey").WithSummary("Revokes an ingest key.");
    }

    private static async Task<Ok<Page<KeyResource>>> ListAsync(string cluster, CredentialDesk desk, CancellationToken cancellationToken)
    {
        var all = await desk.ListAsync(cancellationToken);
        return TypedResults.Ok(new Page<KeyResource>(
            [.. all.Where(one => IsKeyOf(one, cluster)).OrderByDescending(one => one.CreatedAt).Select(one => KeyResource.From(one, cluster))], null));
    }

    private static async Task<Results<Created<KeyResource>, Problem>> CreateAsync(
        string cluster, CreateKeyRequest request, Caller caller, CredentialDesk desk, IngestFormats formats, HttpContext context)
    {
        var checks = CredentialDesk.CheckName(request.Name, request.ValidForDays)
            .Require("format", request.Format is null || formats.Names.Contains(request.Format), $"must be one of {string.Join(", ", formats.Names)}, or null for all.");
        if (checks.Problem is { } problem)
            return problem;
        var wanted = new CredentialRequest
        {
            Name = request.Name!,
            Role = Role.Ingest,
            Clusters = [cluster],
            Format = request.Format,
            ValidFor = CredentialDesk.Validity(request.ValidForDays),
        };
        return await desk.CreateAsync(context, wanted, caller, (credential, token) => TypedResults.Created(
            $"/api/v1/clusters/{cluster}/keys/{credential.Id}", KeyResource.From(credential, cluster, token)));
    }

    private static Task<Results<NoContent, Problem>> RevokeAsync(
        string cluster, string keyId, Caller caller, CredentialDesk desk, CancellationToken cancellationToken) =>
        desk.RevokeAsync(keyId, one => IsKeyOf(one, cluster), "key", caller, cancellationToken);

    private static bool IsKeyOf(Credential credential, string cluster) =>
        credential.Principal is { Role: Role.Ingest, Clusters: [var only] } && only == cluster;
}
