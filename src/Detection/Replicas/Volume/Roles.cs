using System.Numerics;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>
/// What few replicas do at a time belongs to a role: the leader's, the primary's, that of whom the job fell to. Who takes
/// over a role that the workload knows may do as much as who had it, of what belongs to the role and of all else.
/// </summary>
internal static class Roles
{
    /// <summary>Below this share of replicas that do it, a feature belongs to a role.</summary>
    private const float FewDoers = 0.5f;

    /// <summary>Features of roles that a replica must show to be a holder of one.</summary>
    private const float Fewest = 2;

    /// <summary>Share of the usual amount that it must show.</summary>
    private const float Enough = 0.3f;

    /// <summary>Windows in which such a feature must have been seen to be known.</summary>
    private const float Known = 30;

    public static bool Holds(VolumeColumns columns, VolumeRow row)
    {
        var held = Vector<float>.Zero;
        var enough = new Vector<float>(Enough * row.Seconds);
        for (var at = 0; at < columns.Width; at += Vector<float>.Count)
        {
            var isRole = Vector.LessThan(new Vector<float>(columns.Doers, at), new Vector<float>(FewDoers))
                & Vector.GreaterThan(new Vector<float>(columns.Seen, at), new Vector<float>(Known))
                & Vector.GreaterThan(new Vector<float>(row.Amounts, at), new Vector<float>(columns.Most, at) * enough);
            held += Vector.ConditionalSelect(isRole, Vector<float>.One, Vector<float>.Zero);
        }

        return Vector.Sum(held) >= Fewest;
    }

    /// <returns>What a role explains, per second.</returns>
    public static Vector<float> Amount(VolumeColumns columns, int at, bool isHolder)
    {
        var most = new Vector<float>(columns.Most, at);
        return isHolder
            ? most
            : Vector.ConditionalSelect(Vector.LessThan(new Vector<float>(columns.Doers, at), new Vector<float>(FewDoers)), most, Vector<float>.Zero);
    }
}
