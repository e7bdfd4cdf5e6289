using System.Globalization;
using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Detection;

/// <summary>Orders and sets of sessions and actors that do not depend on which came first.</summary>
public static class ExecOrder
{
    private const int MostActors = 16;
    private const int MostActorCharacters = 8_192;

    /// <summary>Characters that there is room for, for each session that is kept.</summary>
    private const int AverageLength = 256;

    /// <summary>Adds a session, or its end where it is known.</summary>
    /// <param name="sessions">By time, as this returns them.</param>
    /// <param name="session">One more.</param>
    /// <param name="most">How many to keep, the newest.</param>
    /// <returns>All of them, by time.</returns>
    public static IReadOnlyList<ExecSession> With(IReadOnlyList<ExecSession> sessions, ExecSession session, int most)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(session);
        var known = sessions.FirstOrDefault(session.IsSameAs);
        if (known is not null)
            session = known with { End = Later(known.End, session.End) };

        return Newest(
            [.. sessions.Where(other => other != known).Append(session).OrderBy(static one => one.Start).ThenBy(Key, StringComparer.Ordinal)],
            static one => one.Length, most, most * AverageLength);
    }

    /// <summary>The last ones, as many as there is room for. What goes here goes whatever is added, so the order of adding does not matter.</summary>
    /// <param name="all">By time.</param>
    /// <param name="length">Characters of one.</param>
    /// <param name="most">How many there may be.</param>
    /// <param name="mostCharacters">How many characters all of them may have together.</param>
    public static IReadOnlyList<T> Newest<T>(IReadOnlyList<T> all, Func<T, int> length, int most, int mostCharacters)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(length);
        var first = all.Count;
        while (first > 0 && all.Count - first < most && length(all[first - 1]) <= mostCharacters)
            mostCharacters -= length(all[--first]);
        return first == 0 ? all : [.. all.Skip(first)];
    }

    /// <summary>Whether an incident that names these actors would name one more, that is older.</summary>
    public static bool HasRoomFor(ExecActor actor, IReadOnlyList<ExecActor> named)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(named);
        return named.Count < MostActors && named.Sum(LengthOf) + LengthOf(actor) <= MostActorCharacters;
    }

    /// <summary>The newest, as many as there is room for: those before them stand in the incident's timeline.</summary>
    internal static IReadOnlyList<ExecActor> Kept(List<ExecActor> actors) => Newest([.. Ordered(actors)], LengthOf, MostActors, MostActorCharacters);

    /// <summary>Adds an actor, or its detections where the same sessions are known.</summary>
    internal static void Add(List<ExecActor> actors, ExecActor actor)
    {
        var at = actors.FindIndex(other => AreSame(other.Sessions, actor.Sessions));
        if (at < 0)
        {
            actors.Add(actor);
            return;
        }

        var known = actors[at];
        var (surer, other) = Sureness(actor).CompareTo(Sureness(known)) > 0 ? (actor, known) : (known, actor);
        actors[at] = surer with
        {
            Sessions = [.. known.Sessions.Zip(actor.Sessions, static (one, two) => one with { End = Later(one.End, two.End) })],
            SameContainer = known.SameContainer && actor.SameContainer,
            Others = Math.Max(known.Others, actor.Others),
            Detections = known.Detections + actor.Detections,
            FirstSeen = surer.FirstSeen < other.FirstSeen ? surer.FirstSeen : other.FirstSeen,
            LastSeen = surer.LastSeen > other.LastSeen ? surer.LastSeen : other.LastSeen,
        };
    }

    private static IOrderedEnumerable<ExecActor> Ordered(IEnumerable<ExecActor> actors) =>
        actors.OrderBy(static actor => actor.FirstSeen).ThenBy(static actor => string.Join('\n', actor.Sessions.Select(Key)), StringComparer.Ordinal);

    /// <summary>Whether both say the same of the same sessions.</summary>
    public static bool AreEqual(ExecActor left, ExecActor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left with { Sessions = right.Sessions } == right && AreSame(left.Sessions, right.Sessions);
    }

    /// <summary>Whether both are the same sessions in the same order.</summary>
    public static bool AreSame(IReadOnlyList<ExecSession> left, IReadOnlyList<ExecSession> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left.Count == right.Count && left.Zip(right).All(static pair => pair.First.IsSameAs(pair.Second));
    }

    private static int LengthOf(ExecActor actor) => actor.Sessions.Sum(static session => session.Length);

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => left is null || right > left ? right ?? left : left;

    /// <summary>The ground, then how near the start of the process is.</summary>
    private static (ExecGround Ground, TimeSpan Near, TimeSpan Apart) Sureness(ExecActor actor) =>
        (actor.Ground, -(actor.Apart?.Duration() ?? TimeSpan.MaxValue), actor.Apart ?? TimeSpan.Zero);

    private static string Key(ExecSession session) => string.Create(
        CultureInfo.InvariantCulture,
        $"{session.Start.UtcTicks:D20}\n{session.Pod}\n{session.User}\n{session.ImpersonatedUser}\n{session.Kind}\n{session.Container}\n{session.Command}\n{session.Terminal}\n{session.SourceIp}\n{session.UserAgent}\n{session.Groups}\n{session.AuditId}");
}
