using System.Numerics;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>
/// What few replicas do, and the same ones again and again, belongs to a role: the leader's, the primary's. Who takes over
/// a role that the workload knows may do as much as who had it, of what belongs to the role and of all else.
/// </summary>
internal static class Roles
{
    /// <summary>Below this share of replicas that do it, a feature may belong to a role,</summary>
    private const float FewDoers = 0.5f;

    /// <summary>and does so if this often the one who did most of it is the one who did before.</summary>
    private const float MostlySame = 0.7f;

    /// <summary>By this much fewer replicas do it than chance would have it, if all did it alike,</summary>
    private const float NotAllDo = 0.85f;

    /// <summary>where so much of it is usual in a window.</summary>
    private const float LeastUsual = 0.5f;

    /// <summary>Windows in which such a feature must have been seen to be known.</summary>
    private const float Known = 45;

    /// <summary>Share of the usual amount that a holder shows,</summary>
    private const float Enough = 0.3f;

    /// <summary>in most of its last few windows.</summary>
    private const float Lately = 0.4f;

    /// <returns>Whether the replica holds a role, going by this window and the last few.</returns>
    public static bool Holds(VolumeColumns columns, VolumeRow row)
    {
        var held = Vector<float>.Zero;
        var enough = new Vector<float>(Enough * row.Seconds);
        for (var at = 0; at < columns.Width; at += Vector<float>.Count)
        {
            var isShown = Belong(columns, at) & Vector.GreaterThan(new Vector<float>(row.Amounts, at), new Vector<float>(columns.Most, at) * enough);
            held += Vector.ConditionalSelect(isShown, Vector<float>.One, Vector<float>.Zero);
        }

        row.Role += Lately * ((Vector.Sum(held) > 0 ? 1 : 0) - row.Role);
        return row.Role > 0.5f;
    }

    /// <param name="columns">What is known of the workload's features.</param>
    /// <param name="at">First column.</param>
    /// <param name="isHolder">Whether the replica holds a role.</param>
    /// <param name="mean">What would be expected of any replica.</param>
    /// <param name="seconds">For how long it was watched.</param>
    /// <returns>What a role explains: as much as who had it did, or as many times more than the siblings.</returns>
    public static Vector<float> Amount(VolumeColumns columns, int at, bool isHolder, Vector<float> mean, Vector<float> seconds)
    {
        var most = Vector.Max(new Vector<float>(columns.Most, at) * seconds, new Vector<float>(columns.MostTimes, at) * mean);
        return isHolder ? most : Vector.ConditionalSelect(Belong(columns, at) | Divide(columns, at, seconds), most, Vector<float>.Zero);
    }

    /// <summary>
    /// Features by which replicas divide in two camps, such as those who lead and those who follow: some never show what
    /// others show in every window. Who changes the camp does what that camp does.
    /// </summary>
    private static Vector<int> Divide(VolumeColumns columns, int at, Vector<float> seconds)
    {
        var usual = new Vector<float>(columns.Rate, at) * seconds;
        var byChance = Vector<float>.One - Vector.Exp(-usual);
        return Vector.LessThan(new Vector<float>(columns.Doers, at), byChance * NotAllDo)
            & Vector.GreaterThan(usual, new Vector<float>(LeastUsual))
            & Vector.GreaterThan(new Vector<float>(columns.Seen, at), new Vector<float>(Known));
    }

    private static Vector<int> Belong(VolumeColumns columns, int at) =>
        Vector.LessThan(new Vector<float>(columns.Doers, at), new Vector<float>(FewDoers))
        & Vector.GreaterThan(new Vector<float>(columns.Same, at), new Vector<float>(MostlySame))
        & Vector.GreaterThan(new Vector<float>(columns.Seen, at), new Vector<float>(Known));
}
