using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Vulnerabilities;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Vulnerabilities.Components;
using IncidentMesh.Grains.Incidents;
using IncidentMesh.Grains.Storage;
using IncidentMesh.Grains.Workloads;

namespace IncidentMesh.Grains.Vulnerabilities;

/// <summary>
/// What is to be told is committed before it is told: after a crash in between it is told again. Signals count once all the
/// same; a comment on what an upgrade has mended may then stand there twice.
/// </summary>
[GrainType("im.components")]
internal sealed class ComponentGrain(Stored<ComponentGrain.ComponentState> stored, TimeProvider time) : Grain, IComponentGrain
{
    /// <summary>Name of the subject, beside those of signals that belong to nobody.</summary>
    public const string Subject = "kubernetes";

    private const string Kind = "components";

    /// <summary>Ids that a line names; further ones are counted.</summary>
    private const int MostNamed = 20;

    /// <summary>Of a line: names and versions are nodes' words.</summary>
    private const int MostCharacters = 2_000;

    private (ComponentReview Review, DateTimeOffset At)? _last;

    private SubjectRef About => new(this.GetPrimaryKeyString(), SubjectKinds.Cluster, Subject);

    public async Task ReviewAsync(ComponentReview review)
    {
        _last = (review, time.GetUtcNow());
        var state = await TellAsync(await LoadAsync());
        // Each silo reads the feed by itself: one that has an older copy neither takes back nor repeats what a newer one told.
        if (review.FeedAt is null || review.Components is null || review.FeedAt < state.FeedAt)
        {
            return;
        }

        var ids = review.Vulnerabilities.Select(static one => one.Id).ToList();
        var fresh = review.Vulnerabilities.Where(one => !state.Known.Contains(one.Id)).ToList();
        var gone = state.Known.Except(ids, StringComparer.Ordinal).ToList();
        if (fresh.Count + gone.Count == 0)
        {
            return;
        }

        var next = state with
        {
            Known = ids,
            Untold = fresh,
            Gone = gone,
            Versions = string.Join(", ", review.Components.Take(MostNamed).Select(ComponentReviews.Text)),
            Tellings = fresh.Count > 0 ? state.Tellings + 1 : state.Tellings,
            At = time.GetUtcNow(),
            FeedAt = review.FeedAt,
        };
        await stored.CommitAsync(next);
        await TellAsync(next);
    }

    public async Task<ComponentStatus?> GetAsync() => _last is { } last
        ? new ComponentStatus(last.Review, last.At, (await LoadAsync()).Incidents is > 0 and var number ? IncidentIds.Of(About, number) : null)
        : null;

    private async ValueTask<ComponentState> LoadAsync() => await stored.LoadAsync(Kind, this.GetPrimaryKeyString()) ?? new ComponentState();

    private async Task<ComponentState> TellAsync(ComponentState state)
    {
        if (state.Untold.Count + state.Gone.Count == 0)
        {
            return state;
        }

        if (state is { Gone.Count: > 0, Incidents: > 0 })
        {
            await TellGoneAsync(state);
            state = state with { Gone = [] };
            await stored.CommitAsync(state);
        }

        var number = state.Incidents;
        if (state.Untold.Count > 0)
        {
            var share = new SignalShare
            {
                Lane = $"{About.Cluster}/{SensorNames.KubernetesFeed}#components",
                Chunk = state.Tellings,
                Signals = [.. state.Untold.Select((one, index) => ComponentReviews.Signal(index, one, state.At))],
            };
            number = await SubjectIntake.DeliverAsync(GrainFactory, About, share, Math.Max(1, number));
        }

        var told = state with { Untold = [], Gone = [], Incidents = number };
        await stored.CommitAsync(told);
        return told;
    }

    private async Task TellGoneAsync(ComponentState state)
    {
        var named = string.Join(", ", state.Gone.Take(MostNamed)) + (state.Gone.Count > MostNamed ? $" and {state.Gone.Count - MostNamed} more" : "");
        var why = $"What runs is affected no longer by {named}. It runs {state.Versions}.";
        why = why.Length > MostCharacters ? $"{why[..MostCharacters]}..." : why;
        IncidentCommand command = state.Known.Count == 0 ? new IncidentCommand.Resolve(why) : new IncidentCommand.Comment(why);

        // What a person has closed stays as it is.
        await GrainFactory.GetGrain<IIncidentGrain>(IncidentIds.Of(About, state.Incidents)).ExecuteAsync(command, SystemPrincipal.Value, null);
    }

    [GenerateSerializer, Immutable, Alias("im.state.components")]
    internal sealed record ComponentState
    {
        /// <summary>Incidents so far. The newest one's id follows from it.</summary>
        [Id(0)] public int Incidents { get; init; }

        /// <summary>What affected the cluster at the last review.</summary>
        [Id(1)] public IReadOnlyList<string> Known { get; init; } = [];

        [Id(2)] public IReadOnlyList<ComponentVulnerability> Untold { get; init; } = [];

        /// <summary>What affects it no longer, and was not told yet.</summary>
        [Id(3)] public IReadOnlyList<string> Gone { get; init; } = [];

        /// <summary>What ran then, for people.</summary>
        [Id(4)] public string Versions { get; init; } = "";

        /// <summary>Number of the newest chunk that was told.</summary>
        [Id(5)] public long Tellings { get; init; }

        [Id(6)] public DateTimeOffset At { get; init; }

        /// <summary>How current the feed was by which that was found.</summary>
        [Id(7)] public DateTimeOffset? FeedAt { get; init; }
    }
}
