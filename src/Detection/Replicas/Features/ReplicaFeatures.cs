using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Replicas.Features;

/// <summary>What a signal says that its replica did, as the feature by which replicas are counted and compared.</summary>
public static class ReplicaFeatures
{
    private const string Files = "file|";

    /// <summary>Where names are made up: what lies there is one feature.</summary>
    private static readonly string[] Temporary = ["/tmp/", "/var/tmp/", "/dev/shm/"];

    /// <returns><c>family|what</c>. Paths are without what is different each time: numbers, ids, temporary names.</returns>
    public static string Of(ObservedSignal observed)
    {
        ArgumentNullException.ThrowIfNull(observed);
        if (observed.Probe is { } probe)
            return $"probe|{probe}";
        var activity = observed.Signal.Activity ?? $"rule|{observed.Signal.Rule}";
        return activity.StartsWith(Files, StringComparison.Ordinal) ? Files + PathOf(activity[Files.Length..]) : activity;
    }

    private static string PathOf(string path)
    {
        foreach (var folder in Temporary)
        {
            if (path.StartsWith(folder, StringComparison.Ordinal))
                return $"{folder}*";
        }

        return path.AsSpan().ContainsAnyInRange('0', '9')
            ? string.Join('/', path.Split('/').Select(static part => IsMadeUp(part) ? "*" : part))
            : path;
    }

    /// <summary>A number, or a long hexadecimal text such as an id of a container or a UUID.</summary>
    private static bool IsMadeUp(string part)
    {
        var digits = part.Count(char.IsAsciiDigit);
        return digits > 0 && (digits == part.Length || (part.Length >= 8 && part.All(static character => char.IsAsciiHexDigit(character) || character == '-')));
    }
}
