using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Grains.Incidents.Plans;

/// <summary>
/// A response that is due and has to wait is looked at again without another alert: a row with a due time in the outbox,
/// written with the reason and gone with it.
/// </summary>
internal static class LookingAgain
{
    /// <summary>Id of the timer.</summary>
    public const string Effect = "look-again";

    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Latest = TimeSpan.FromHours(1);

    /// <summary>When to look again where nobody knows how long the reason will last: after a minute first, then ever more rarely.</summary>
    public static DateTimeOffset Later(IncidentDraft draft, string reason)
    {
        var looks = reason == draft.Data.Withheld ? draft.Data.Looks : 0;
        var pause = Soonest * Math.Pow(2, Math.Min(looks, 10));
        return draft.Now + (pause < Latest ? pause : Latest);
    }

    /// <summary>Has it wait. The same reason again tells nothing and moves no timer that runs.</summary>
    /// <param name="draft">The change under way.</param>
    /// <param name="reason">Why.</param>
    /// <param name="actor">What part of IncidentMesh says so.</param>
    /// <param name="line">How the timeline tells it.</param>
    /// <param name="at">When to look again; null where only an alert or a person can change it.</param>
    public static void Withhold(IncidentDraft draft, string reason, string actor, string line, DateTimeOffset? at)
    {
        var data = draft.Data;
        var same = reason == data.Withheld;
        if (same && (data.LookAgainAt is not null || at is null))
        {
            return;
        }

        draft.Settle(Effect);
        draft.Data = data with { Withheld = reason, LookAgainAt = at, Looks = same ? data.Looks + 1 : 0 };
        if (at is { } due)
        {
            draft.Ask(new NewEffect(Effect, EffectKinds.Timer, due, default));
        }

        if (!same)
        {
            draft.Tell("plan", actor, at is { } again ? $"{line} It is looked at again at {again:u}." : line);
        }
    }

    /// <summary>The time has come: the timer is over, the reason stands until somebody has looked.</summary>
    public static void Begin(IncidentDraft draft) => draft.Data = draft.Data with { LookAgainAt = null };

    /// <summary>Nothing waits any more.</summary>
    public static void End(IncidentDraft draft)
    {
        if (draft.Data.Withheld is not null)
        {
            draft.Settle(Effect);
            draft.Data = draft.Data with { Withheld = null, LookAgainAt = null, Looks = 0 };
        }
    }
}
