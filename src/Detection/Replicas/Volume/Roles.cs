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

    /// <summary>Notes which columns a role explains in replicas that were watched for so long.</summary>
    /// <returns>Whether any column belongs to a role.</returns>
    public static bool Mark(VolumeColumns columns, Span<VolumeScratch.Block> scratch, float seconds)
    {
        var all = Vector<int>.Zero;
        for (var at = 0; at < scratch.Length; at++)
        {
            ref readonly var known = ref columns.Blocks[at];
            var belongs = Vector.LessThan(known.Doers, new Vector<float>(FewDoers))
                & Vector.GreaterThan(known.Same, new Vector<float>(MostlySame))
                & Vector.GreaterThan(known.Seen, new Vector<float>(Known));
            scratch[at].BelongsToRole = belongs;
            scratch[at].IsOfRole = belongs | Divides(known, new Vector<float>(seconds));
            all |= belongs;
        }

        return all != Vector<int>.Zero;
    }

    /// <returns>Whether the replica holds a role, going by this window and the last few.</returns>
    public static bool Holds(VolumeColumns columns, ReadOnlySpan<VolumeScratch.Block> scratch, VolumeRow row, bool any)
    {
        var held = Vector<int>.Zero;
        var enough = new Vector<float>(Enough * row.Seconds);
        for (var at = 0; any && at < scratch.Length; at++)
            held |= scratch[at].BelongsToRole & Vector.GreaterThan(row.Blocks[at].Amount, columns.Blocks[at].Most * enough);
        row.Role += Lately * ((held != Vector<int>.Zero ? 1 : 0) - row.Role);
        return row.Role > 0.5f;
    }

    /// <param name="columns">What is known of the workload's features.</param>
    /// <param name="isOfRole">Where a role explains what is beyond the siblings; everywhere for who holds one.</param>
    /// <param name="mean">What would be expected of any replica.</param>
    /// <param name="seconds">For how long it was watched.</param>
    /// <returns>What a role explains: as much as who had it did, or as many times more than the siblings.</returns>
    public static Vector<float> Amount(in VolumeColumns.Block columns, Vector<int> isOfRole, Vector<float> mean, Vector<float> seconds) =>
        Vector.ConditionalSelect(isOfRole, Vector.Max(columns.Most * seconds, columns.MostTimes * mean), Vector<float>.Zero);

    /// <summary>
    /// Features by which replicas divide in two camps, such as those who lead and those who follow: some never show what
    /// others show in every window. Who changes the camp does what that camp does.
    /// </summary>
    private static Vector<int> Divides(in VolumeColumns.Block columns, Vector<float> seconds)
    {
        var usual = columns.Rate * seconds;
        var byChance = Vector<float>.One - Vector.Exp(-usual);
        return Vector.LessThan(columns.Doers, byChance * NotAllDo)
            & Vector.GreaterThan(usual, new Vector<float>(LeastUsual))
            & Vector.GreaterThan(columns.Seen, new Vector<float>(Known));
    }
}
