using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Replicas;

namespace IncidentMesh.Cli.Replicas;

/// <summary>Reads one line: what the replicas of one workload did in one window.</summary>
internal static class WindowLine
{
    private const double UsualSeconds = 60;

    /// <param name="line">Its bytes.</param>
    /// <param name="error">What is wrong with it and what to do; may quote it.</param>
    /// <returns>The window; null where the line is none.</returns>
    public static WorkloadWindow? Read(ReadOnlyMemory<byte> line, out string error)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return Read(json.RootElement, out error);
        }
        catch (JsonException broken)
        {
            error = $"it is no JSON (at byte {broken.BytePositionInLine + 1}): write one JSON object on one line.";
            return null;
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json's, of a text with bytes that are no UTF-8 or with half of a surrogate pair.
            error = "a text in it is no Unicode: write it in UTF-8.";
            return null;
        }
    }

    private static WorkloadWindow? Read(JsonElement json, out string error)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            error = "a window must be a JSON object: write one on one line.";
            return null;
        }

        if (!WindowMembers.TryRequiredName(json, "workload", "name it, cluster/namespace/kind/name.", out var workload, out error)
            || !WindowMembers.TryTime(json, "start", out var start, out error)
            || !TrySeconds(json, out var seconds, out error))
            return null;
        if (start is null)
        {
            error = "start is missing: give the time at which the window began, such as \"2026-11-01T00:00:00Z\".";
            return null;
        }

        return TryReplicas(json, seconds, out var replicas, out error)
            ? new WorkloadWindow(workload, start.Value, TimeSpan.FromSeconds(seconds), replicas)
            : null;
    }

    private static bool TrySeconds(JsonElement json, out double seconds, out string error)
    {
        (seconds, error) = (UsualSeconds, "");
        if (!json.Has("seconds"))
            return true;
        if (json.Member("seconds") is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out seconds) && seconds is >= 1 and <= WindowLimits.LongestWindow)
            return true;
        error = $"seconds must be a number from 1 to {WindowLimits.LongestWindow:0}: the length of the window.";
        return false;
    }

    private static bool TryReplicas(JsonElement json, double seconds, out List<ReplicaWindow> replicas, out string error)
    {
        (replicas, error) = ([], "");
        var list = json.Member("replicas");
        if (list.ValueKind != JsonValueKind.Array)
        {
            error = "replicas must be an array: one object for each replica of the workload.";
            return false;
        }

        if (list.GetArrayLength() > WindowLimits.Replicas)
        {
            error = $"there are {list.GetArrayLength()} replicas in it: {WindowLimits.Replicas} are the most that are compared.";
            return false;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.EnumerateArray())
        {
            if (ReplicaEntry.Read(item, replicas.Count, seconds, out error) is not { } replica)
                return false;
            if (!names.Add(replica.Name))
            {
                error = $"replica {WindowMembers.Quoted(replica.Name)} is in it twice: add up what it did.";
                return false;
            }

            replicas.Add(replica);
        }

        return true;
    }
}
