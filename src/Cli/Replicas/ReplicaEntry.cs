using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Replicas;

namespace IncidentMesh.Cli.Replicas;

/// <summary>Reads one replica of a window.</summary>
internal static class ReplicaEntry
{
    /// <param name="json">Its entry.</param>
    /// <param name="index">Place in the list, from 0.</param>
    /// <param name="seconds">Length of the window.</param>
    /// <param name="error">What is wrong with it, or empty.</param>
    /// <returns>The replica; null where it is none.</returns>
    public static ReplicaWindow? Read(JsonElement json, int index, double seconds, out string error)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            error = $"replicas[{index}] must be an object.";
            return null;
        }

        if (!WindowMembers.TryRequiredName(json, "name", "give the name of the pod.", out var name, out error))
        {
            error = $"replicas[{index}]: {error}";
            return null;
        }

        if (TryRead(json, name, seconds, out var replica, out error))
            return replica;
        error = $"replica {WindowMembers.Quoted(name)}: {error}";
        return null;
    }

    private static bool TryRead(JsonElement json, string name, double seconds, out ReplicaWindow? replica, out string error)
    {
        replica = null;
        if (!WindowMembers.TryName(json, "revision", out var revision, out error)
            || !WindowMembers.TryName(json, "image", out var image, out error)
            || !WindowMembers.TryTime(json, "startedAt", out var startedAt, out error)
            || !TryObserved(json, seconds, out var observed, out error)
            || !TryAmounts(json, "activity", isCounted: true, 0, out var activity, out error)
            || !TryAmounts(json, "gauges", isCounted: false, activity.Count, out var gauges, out error))
            return false;
        replica = new ReplicaWindow
        {
            Name = name,
            Revision = revision,
            Image = image,
            StartedAt = startedAt,
            ObservedSeconds = observed,
            Activity = activity.ToDictionary(static pair => pair.Key, static pair => (long)pair.Value, StringComparer.Ordinal),
            Gauges = gauges,
        };
        return true;
    }

    private static bool TryObserved(JsonElement json, double seconds, out double observed, out string error)
    {
        if (WindowMembers.TryAmount(json.Member("observedSeconds"), seconds, out observed, out error))
            return true;
        error = $"observedSeconds, the time in which it was watched, {error}";
        return false;
    }

    private static bool TryAmounts(JsonElement json, string member, bool isCounted, int before, out Dictionary<string, double> amounts, out string error)
    {
        amounts = new Dictionary<string, double>(StringComparer.Ordinal);
        error = "";
        if (!json.Has(member))
            return true;
        if (json.Member(member) is not { ValueKind: JsonValueKind.Object } all)
        {
            error = $"{member} must be an object: names with numbers.";
            return false;
        }

        foreach (var feature in all.EnumerateObject())
        {
            var name = feature.Name;
            if (!WindowMembers.IsShort(name, member, out error))
                return false;
            if (!WindowMembers.TryAmount(feature.Value, WindowLimits.Amount, out var amount, out error))
                error = $"{member} {WindowMembers.Quoted(name)} {error}";
            else if (isCounted && amount != Math.Floor(amount))
                error = $"{member} {WindowMembers.Quoted(name)} must be a whole number: amounts belong into gauges.";
            else if (!amounts.TryAdd(name, amount))
                error = $"{member} {WindowMembers.Quoted(name)} is in it twice: add it up.";
            else if (before + amounts.Count > WindowLimits.Features)
                error = $"it has more than {WindowLimits.Features} features: fold numbers and ids in their names, or leave rare ones out.";
            if (error.Length > 0)
                return false;
        }

        return true;
    }
}
