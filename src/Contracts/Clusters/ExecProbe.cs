namespace IncidentMesh.Contracts.Clusters;

/// <summary>A command that the kubelet runs in a container on its own, from the pod's spec.</summary>
[GenerateSerializer, Immutable, Alias("im.exec-probe")]
public sealed record ExecProbe
{
    /// <summary>Longest command that is kept, in characters: a longer one cannot be told from another with the same beginning.</summary>
    public const int LongestCommand = 255;

    /// <summary>Most that are kept of a pod.</summary>
    public const int Most = 16;

    /// <summary>Container name.</summary>
    [Id(0)] public required string Container { get; init; }

    /// <summary>For people: <c>liveness probe</c>, <c>readiness probe</c>, <c>startup probe</c>, <c>postStart hook</c> or <c>preStop hook</c>.</summary>
    [Id(1)] public required string Kind { get; init; }

    /// <summary>Arguments joined by blanks. At most <see cref="LongestCommand"/> characters.</summary>
    [Id(2)] public required string Command { get; init; }

    /// <summary>Seconds between two runs; 0 for a hook, which runs once in a container's life.</summary>
    [Id(3)] public int Period { get; init; }

    /// <summary>Makes one of a spec; Kubernetes' default period is ten seconds.</summary>
    /// <returns>Null where the spec runs no command, or one that is too long.</returns>
    public static ExecProbe? Of(string? container, string kind, IReadOnlyList<string>? command, int? period = null, bool repeats = true)
    {
        if (container is null || command is not { Count: > 0 } || command.Sum(static part => (long)part.Length + 1) - 1 > LongestCommand)
            return null;
        return new ExecProbe { Container = container, Kind = kind, Command = string.Join(' ', command), Period = repeats ? Math.Max(1, period ?? 10) : 0 };
    }
}
