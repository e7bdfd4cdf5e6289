using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Incidents;

/// <summary>Finds incidents that the asker may see, and passes commands on.</summary>
internal sealed class IncidentDesk(GrainCalls calls)
{
    public static readonly Problem NotFound = Problem.NotFound("incident");

    public GrainCalls Calls => calls;

    /// <returns>The incident, or null where there is none or the asker may not see its cluster.</returns>
    public async Task<Incident?> FindAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        if (!Names.IsIncident(id))
            return null;
        var incident = await calls.ReadAsync(grains => grains.GetGrain<IIncidentGrain>(id).GetAsync(), cancellationToken);
        return incident is not null && caller.MaySee(incident.Subject.Cluster) ? incident : null;
    }

    public async Task<Results<Ok<IncidentResource>, Problem>> ExecuteAsync(
        HttpContext context, string id, Caller caller, IncidentCommand command)
    {
        if (!EntityTag.TryReadIfMatch(context.Request.Headers.IfMatch, out var version))
            return Problem.Invalid("If-Match must be one entity tag of this incident, such as \"17\".");
        if (await FindAsync(id, caller, context.RequestAborted) is null)
            return NotFound;

        var result = await calls.CommandAsync(
            grains => grains.GetGrain<IIncidentGrain>(id).ExecuteAsync(command, caller.Principal, version));
        return result.Outcome switch
        {
            CommandOutcome.Done when result.Incident is { } incident => Answer(context, incident),
            CommandOutcome.NotFound => result.Reason.Length == 0 ? NotFound : Problem.Of(404, result.Reason),
            CommandOutcome.VersionConflict => Problem.Of(StatusCodes.Status412PreconditionFailed, result.Reason),
            CommandOutcome.Forbidden => Problem.Forbidden(result.Reason),
            CommandOutcome.Refused => Problem.Conflict(result.Reason),
            CommandOutcome.Invalid => Problem.Invalid(result.Reason),
            _ => throw new InvalidOperationException($"The incident answered {result.Outcome} and no incident."),
        };
    }

    /// <summary>The incident that is merged cannot look at the other one in its own turn, so this does.</summary>
    public async Task<Results<Ok<IncidentResource>, Problem>> MergeAsync(HttpContext context, string id, Caller caller, string into)
    {
        var merged = await FindAsync(id, caller, context.RequestAborted);
        if (merged is null)
            return NotFound;
        return await FindAsync(into, caller, context.RequestAborted) is { } other && other.Subject.Cluster == merged.Subject.Cluster
            ? await ExecuteAsync(context, id, caller, new IncidentCommand.Merge(into))
            : Problem.Invalid("There is no such incident in the same cluster.", new ProblemError("Not an incident of the same cluster.", "#/into"));
    }

    public static Ok<IncidentResource> Answer(HttpContext context, Incident incident)
    {
        context.Response.Headers.ETag = EntityTag.Of(incident.Version);
        return TypedResults.Ok(IncidentResource.From(incident));
    }
}
