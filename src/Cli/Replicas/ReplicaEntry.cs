using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Cli.Replicas;

/// <summary>Reads one replica of a window.</summary>
internal static class ReplicaEntry
{
    /// <summary>A feature that every container can have.</summary>
    private const string Probe = "exec|x";

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
            || !TryAmounts(json, "gauges", isCounted: false, activity.Count, out var gauges, out error)
            || !TryContainers(json, activity, gauges, out error))
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

    /// <summary>What sidecars did is told apart from what the main container did, by their names.</summary>
    private static bool TryContainers(JsonElement json, Dictionary<string, double> activity, Dictionary<string, double> gauges, out string error)
    {
        error = "";
        if (!json.Has("containers"))
            return true;
        if (json.Member("containers") is not { ValueKind: JsonValueKind.Object } all)
        {
            error = "containers must be an object: names of the containers beside the main one, with activity and gauges.";
            return false;
        }

        foreach (var container in all.EnumerateObject())
        {
            if (container.Value.ValueKind != JsonValueKind.Object || ReplicaFeatures.In(container.Name, Probe) == Probe)
            {
                error = $"container {WindowMembers.Quoted(container.Name)} must be an object with activity and gauges, and have a name that Kubernetes allows.";
                return false;
            }

            if (!TryAmounts(container.Value, "activity", isCounted: true, activity.Count + gauges.Count, out var did, out error)
                || !TryAmounts(container.Value, "gauges", isCounted: false, activity.Count + gauges.Count + did.Count, out var had, out error))
            {
                error = $"container {WindowMembers.Quoted(container.Name)}: {error}";
                return false;
            }

            foreach (var (feature, count) in did)
                activity[ReplicaFeatures.In(container.Name, feature)] = count;
            foreach (var (gauge, amount) in had)
                gauges[$"{container.Name} {gauge}"] = amount;
        }

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
