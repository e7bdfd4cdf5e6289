using IncidentMesh.Contracts.Replay;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Detection.Rules.Replay;
using IncidentMesh.Grains.Signals;
using Orleans.Concurrency;

namespace IncidentMesh.Grains.Replay;

/// <summary>One activation a silo and cluster, so that replays take turns and ingest is not crowded out.</summary>
[GrainType("im.replay"), StatelessWorker(1)]
internal sealed class ReplayGrain(ISignalLog log, ActiveRules rules, TimeProvider time) : Grain, IReplayGrain
{
    /// <summary>Rules that are kept compiled between two calls; more replays than that at once compile again.</summary>
    private const int MostKept = 4;

    private readonly List<Kept> _kept = [];

    public async Task<ReplayPart> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        var choice = Choose(request.Rules, request.Rule);
        if (choice.Rules is not { } chosen)
        {
            return new ReplayPart { Faults = FaultsOf(choice) };
        }

        var cluster = this.GetPrimaryKeyString();
        return await new ReplayReading(log, new RuleReplay(chosen, cluster), request, time).ReadAsync(cluster, cancellationToken);
    }

    private ReplayChoice Choose(string? text, string? name)
    {
        var inForce = rules.Current;
        if (_kept.Find(kept => kept.InForce == inForce && kept.Text == text && kept.Name == name) is { } known)
        {
            return known.Choice;
        }

        var choice = ReplayChoice.Of(inForce, text, name, ReplayRequest.MostRules);
        if (_kept.Count == MostKept)
        {
            _kept.RemoveAt(0);
        }

        _kept.Add(new Kept(inForce, text, name, choice));
        return choice;
    }

    private static List<ReplayFault> FaultsOf(ReplayChoice choice) => choice.Error is { } error
        ? [new ReplayFault(error)]
        : [.. choice.Problems.Select(problem => problem.Place.File == ReplayChoice.FileName
            ? new ReplayFault(problem.Message, problem.Place.Line, problem.Place.Column)
            : new ReplayFault(problem.ToString()))];

    private sealed record Kept(RuleLoad InForce, string? Text, string? Name, ReplayChoice Choice);
}
