using System.Globalization;
using System.Text.Json;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains.Incidents.Effects;

/// <summary>
/// Brings into a digest the incidents that are no more than its storm: those that its subjects opened before their rules
/// were in storm, at once; and every now and then those whose burst is over, which something of their own had kept apart.
/// An effect and not a call, as for every merge. Each incident decides for itself whether it is no more than that storm.
/// </summary>
internal sealed class GatherEffect(IGrainFactory grains, IOptions<DetectionOptions> options) : IEffectHandler
{
    private const string Name = "incident/gather";

    /// <summary>Incidents that are looked at in one round; the most urgent ones first.</summary>
    private const int MostLookedAt = 500;

    /// <summary>With more in it, a digest gathers no further ones: what it could not take in would be nowhere.</summary>
    private const int MostGathered = 900;

    /// <summary>How long after a digest has grown the incidents are gathered whose burst is over.</summary>
    private static readonly TimeSpan QuietRound = TimeSpan.FromSeconds(15);

    public string Kind => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(30);

    /// <summary>Asks for it at once where the digest has new subjects or rules, and for a round later. What asks again changes nothing.</summary>
    public static void AskFor(IncidentDraft draft, IncidentFold before)
    {
        var data = draft.Data;
        if (data.Subject.Kind != SubjectKinds.Digest)
        {
            return;
        }

        // A new rule may be what an incident of a known subject was waiting for.
        var newRule = data.Fold.Rules.Count > before.Rules.Count;
        List<string> subjects = [.. data.Fold.Subjects.Keys.Where(name => name != FoldBuilder.Other && (newRule || !before.Subjects.ContainsKey(name)))];
        if (subjects.Count > 0)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"gather/{draft.Id}/{data.Events}");
            draft.Ask(new NewEffect(id, Name, draft.Now, JsonSerializer.SerializeToUtf8Bytes(subjects)));
        }

        // One for all that asks until it is due.
        var round = (draft.Now.UtcTicks / QuietRound.Ticks) + 1;
        draft.Ask(new NewEffect(
            string.Create(CultureInfo.InvariantCulture, $"gather/{draft.Id}/round-{round}"),
            Name,
            new DateTimeOffset(round * QuietRound.Ticks, TimeSpan.Zero),
            JsonSerializer.SerializeToUtf8Bytes<string[]>([])));
    }

    public async ValueTask<EffectOutcome> ExecuteAsync(ClaimedEffect effect, CancellationToken cancellationToken)
    {
        var digest = await grains.GetGrain<IIncidentGrain>(effect.Owner.Id).GetAsync().WaitAsync(cancellationToken);
        if (digest is not { State: IncidentState.Open or IncidentState.Acknowledged, MergedInto: null, Merged.Count: < MostGathered })
        {
            return new EffectOutcome.Done(default);
        }

        var gather = new IncidentCommand.Gather(digest.Id, [.. digest.Fold.Rules.Select(hits => hits.Rule)], digest.Fold.Habits);
        var subjects = JsonSerializer.Deserialize<List<string>>(effect.Payload.Span)!;
        var found = subjects.Count == 0
            ? await QuietAsync(digest, cancellationToken)
            : (await Task.WhenAll(subjects.Select(subject => OpenAsync(digest.Subject.Cluster, subject, cancellationToken)))).SelectMany(static open => open);
        foreach (var incident in found)
        {
            await grains.GetGrain<IIncidentGrain>(incident.Id).ExecuteAsync(gather, SystemPrincipal.Value, null).WaitAsync(cancellationToken);
        }

        return new EffectOutcome.Done(default);
    }

    private async Task<IEnumerable<IncidentSummary>> QuietAsync(Incident digest, CancellationToken cancellationToken)
    {
        var from = digest.Fold.FirstSeen - options.Value.DigestGap;
        var to = digest.Fold.LastSeen - options.Value.BurstGap;
        return (await OpenAsync(digest.Subject.Cluster, null, cancellationToken)).Where(incident => incident.LastSeen >= from && incident.LastSeen < to);
    }

    private async Task<IEnumerable<IncidentSummary>> OpenAsync(string cluster, string? subject, CancellationToken cancellationToken)
    {
        var query = new IncidentQuery { Clusters = [cluster], States = [IncidentState.Open], Subject = KeyOf(cluster, subject), Max = MostLookedAt };
        var page = await grains.GetGrain<IIncidentListGrain>(0).ListAsync(query).WaitAsync(cancellationToken);
        return page.Incidents.Where(static incident => incident is { Severity: < Severity.High, Subject.Kind: not SubjectKinds.Digest, Plan: null });
    }

    private static string? KeyOf(string cluster, string? subject) => subject?.Split(' ', 2) switch
    {
        null => null,
        [var kind, var name] => new SubjectRef(cluster, kind, name).ToString(),
        _ => new SubjectRef(cluster, "", subject).ToString(),
    };
}
