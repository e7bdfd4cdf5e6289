using System.Text.Json;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Grains.Incidents.Effects;

/// <summary>
/// Hands a merged incident's facts to the one that goes on with them. An effect and not a call: two incidents that merge
/// into each other at the same moment would wait for one another.
/// </summary>
internal sealed class AbsorbEffect(IGrainFactory grains) : IEffectHandler
{
    private const string Name = "incident/absorb";

    public string Kind => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(10);

    public static NewEffect Of(string from, string into, DateTimeOffset now) =>
        new($"absorb/{from}", Name, now, JsonSerializer.SerializeToUtf8Bytes(into));

    public async ValueTask<EffectOutcome> ExecuteAsync(ClaimedEffect effect, CancellationToken cancellationToken)
    {
        var into = JsonSerializer.Deserialize<string>(effect.Payload.Span)!;
        if (await grains.GetGrain<IIncidentGrain>(effect.Owner.Id).GetAsync().WaitAsync(cancellationToken) is not { } from)
        {
            return new EffectOutcome.Refused($"There is no incident {effect.Owner.Id}.");
        }

        var result = await grains.GetGrain<IIncidentGrain>(into)
            .ExecuteAsync(new IncidentCommand.Absorb(from.Id, from.Fold, from.Subject, from.Findings), SystemPrincipal.Value, null)
            .WaitAsync(cancellationToken);
        return result.Outcome == CommandOutcome.Done ? new EffectOutcome.Done(default) : new EffectOutcome.Refused(result.Reason);
    }
}
