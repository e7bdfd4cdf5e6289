using System.Globalization;
using System.IO.Compression;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Incidents.Evidence;

/// <summary>Reading evidence. Logs hold what people wrote into them, so it is not for every viewer.</summary>
internal static class EvidenceRoutes
{
    private static readonly Problem NotFound = Problem.NotFound("evidence");

    public static void MapEvidence(this RouteGroupBuilder incidents)
    {
        var group = incidents.MapGroup("/{id}/plan/{planId}/evidence").WithTags("Plans");
        group.MapGet("", ListAsync).Allow(Role.Responder, RouteScope.Cluster)
            .WithName("ListEvidence").WithSummary("What the plan kept of its workload before it touched it.");
        group.MapGet("/{number}", GetAsync).Allow(Role.Responder, RouteScope.Cluster)
            .WithName("GetEvidence").WithSummary("One file of it with its content.");
    }

    private static async Task<Results<Ok<KeptEvidenceResource>, Problem>> ListAsync(
        string id, string planId, Caller caller, IncidentDesk desk, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, caller, cancellationToken) is null)
            return IncidentDesk.NotFound;
        if (!Names.IsId(planId))
            return NotFound;
        return await desk.Calls.ReadAsync(grains => grains.GetGrain<IIncidentGrain>(id).GetEvidenceAsync(planId), cancellationToken) is { } manifest
            ? TypedResults.Ok(KeptEvidenceResource.From(manifest))
            : NotFound;
    }

    private static async Task<Results<Ok<EvidenceContentResource>, Problem>> GetAsync(
        string id, string planId, string number, Caller caller, IncidentDesk desk, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, caller, cancellationToken) is null)
            return IncidentDesk.NotFound;
        if (!Names.IsId(planId))
            return NotFound;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            && await desk.Calls.ReadAsync(grains => grains.GetGrain<IIncidentGrain>(id).GetEvidenceFileAsync(planId, wanted), cancellationToken) is { } packed
                ? TypedResults.Ok(new EvidenceContentResource(await UnpackAsync(packed, cancellationToken)))
                : NotFound;
    }

    private static async Task<byte[]> UnpackAsync(byte[] packed, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var content = new MemoryStream();
        await gzip.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }
}
