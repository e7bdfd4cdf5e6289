using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Idempotency;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Access;

/// <summary>Makes, lists and revokes credentials, and has the gateway's own copy follow at once.</summary>
internal sealed class CredentialDesk(GrainCalls calls, CredentialCache cache)
{
    public const int MostDays = 3650;

    public async Task<IReadOnlyList<Credential>> ListAsync(CancellationToken cancellationToken)
    {
        var all = await calls.ReadAsync(Read, cancellationToken);
        return all?.Credentials ?? [];
    }

    /// <summary>Makes a credential and marks the answer as one that must not be kept.</summary>
    public async Task<Results<Created<T>, Problem>> CreateAsync<T>(
        HttpContext context, CredentialRequest request, Caller caller, Func<Credential, string, Created<T>> answer)
    {
        var made = await calls.CommandAsync(grains => Access(grains).CreateAsync(request, caller.Actor));
        if (made is not { Credential: { } credential, Token: { } token })
            return Problem.Conflict(made.Refusal ?? "It was not made.");
        context.Features.Set(new SecretAnswer(credential.Id));
        return answer(credential, token);
    }

    /// <summary>Revokes one credential that <paramref name="visible"/> lets through.</summary>
    public async Task<Results<NoContent, Problem>> RevokeAsync(
        string id, Func<Credential, bool> visible, string what, Caller caller, CancellationToken cancellationToken)
    {
        var all = await ListAsync(cancellationToken);
        if (!all.Any(one => one.Id == id && visible(one)))
            return Problem.NotFound(what);
        var revoked = await calls.CommandAsync(grains => Access(grains).RevokeAsync(id, caller.Actor));
        await cache.RefreshSoonAsync();
        return revoked ? TypedResults.NoContent() : Problem.NotFound(what);
    }

    public static Checks CheckName(string? name, int? days) => new Checks()
        .Text("name", name, 100)
        .Require("validForDays", days is null or (>= 1 and <= MostDays), $"must be from 1 to {MostDays}.");

    public static TimeSpan? Validity(int? days) => days is { } count ? TimeSpan.FromDays(count) : null;

    private static Task<CredentialList?> Read(IGrainFactory grains) => Access(grains).GetIfNewerAsync(-1);

    private static IAccessGrain Access(IGrainFactory grains) => grains.GetGrain<IAccessGrain>(IAccessGrain.Key);
}
