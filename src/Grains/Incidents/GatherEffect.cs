using System.Globalization;
using System.Text.Json;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;

namespace IncidentMesh.Grains.Incidents;

/// <summary>
/// Brings into a digest the incidents that its subjects opened before their rules were in storm. An effect and not a
/// call, as for every merge. Each incident decides for itself whether it is no more than that storm.
/// </summary>
internal sealed class GatherEffect(IGrainFactory grains) : IEffectHandler
{
    private const string Name = "incident/gather";

    public string Kind => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(30);

    /// <summary>Asks for it where the digest has new subjects or rules. What asks again changes nothing.</summary>
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
    }

    public async ValueTask<EffectOutcome> ExecuteAsync(ClaimedEffect effect, CancellationToken cancellationToken)
    {
        var digest = await grains.GetGrain<IIncidentGrain>(effect.Owner.Id).GetAsync().WaitAsync(cancellationToken);
        if (digest is not { State: IncidentState.Open or IncidentState.Acknowledged, MergedInto: null })
        {
            return new EffectOutcome.Done(default);
        }

        var gather = new IncidentCommand.Gather(digest.Id, [.. digest.Fold.Rules.Select(hits => hits.Rule)]);
        foreach (var subject in JsonSerializer.Deserialize<List<string>>(effect.Payload.Span)!)
        {
            foreach (var incident in await OpenOfAsync(digest.Subject.Cluster, subject, cancellationToken))
            {
                await grains.GetGrain<IIncidentGrain>(incident).ExecuteAsync(gather, SystemPrincipal.Value, null).WaitAsync(cancellationToken);
            }
        }

        return new EffectOutcome.Done(default);
    }

    private async Task<IEnumerable<string>> OpenOfAsync(string cluster, string subject, CancellationToken cancellationToken)
    {
        var (kind, name) = subject.Split(' ', 2) is [var first, var rest] ? (first, rest) : ("", subject);
        var query = new IncidentQuery { Clusters = [cluster], States = [IncidentState.Open], Subject = new SubjectRef(cluster, kind, name).ToString() };
        var page = await grains.GetGrain<IIncidentListGrain>(0).ListAsync(query).WaitAsync(cancellationToken);
        return page.Incidents.Where(incident => incident is { Severity: < Severity.High, Plan: null }).Select(incident => incident.Id);
    }
}
