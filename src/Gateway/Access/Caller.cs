using IncidentMesh.Contracts.Access;

namespace IncidentMesh.Gateway.Access;

/// <summary>The authenticated principal, as a route's parameter.</summary>
internal readonly record struct Caller(Principal Principal)
{
    public string Actor => Principal.Actor;

    public bool MaySee(string cluster) => Principal.MaySee(cluster);

    /// <exception cref="InvalidOperationException">The route is open without a token: a bug in its declaration.</exception>
    public static ValueTask<Caller> BindAsync(HttpContext context) =>
        ValueTask.FromResult(new Caller(context.Features.Get<Principal>() ?? throw new InvalidOperationException("No principal on this route.")));
}
