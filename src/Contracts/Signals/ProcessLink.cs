namespace IncidentMesh.Contracts.Signals;

/// <summary>One process of a <see cref="ProcessChain"/>. What the sensor does not state is null.</summary>
[GenerateSerializer, Immutable, Alias("im.process-link")]
public sealed record ProcessLink
{
    /// <summary>Program without its folder, then its arguments: <c>sh -c id</c>. Hostile text. At most 256 characters.</summary>
    [Id(0)] public string? Command { get; init; }

    /// <summary>Whether <see cref="Command"/> may lack the arguments: the sensor states the program only.</summary>
    [Id(1)] public bool ProgramOnly { get; init; }

    /// <summary>Process id on the node.</summary>
    [Id(2)] public long? Pid { get; init; }

    [Id(3)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>It is the first process of its container, which no exec starts.</summary>
    [Id(4)] public bool IsInit { get; init; }

    /// <summary>Of the process itself: its executable file with links resolved. Hostile text. At most 256 characters.</summary>
    [Id(5)] public string? File { get; init; }
}
