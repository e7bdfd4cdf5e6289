namespace IncidentMesh.Contracts.Signals;

/// <summary>
/// One event of one sensor, in the words all rooms share. The raw event stays in the signal log at
/// <see cref="Position"/>; this carries only what detection and folding read.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.signal")]
public sealed record Signal
{
    [Id(0)] public required SignalId Id { get; init; }

    /// <summary>Sensor format name, such as <c>falco</c> or <c>kubernetes-audit</c>.</summary>
    [Id(1)] public required string Sensor { get; init; }

    /// <summary>The sensor's own time of the event; the time of receipt where it gave none that can be read.</summary>
    [Id(2)] public required DateTimeOffset Time { get; init; }

    /// <summary>The sensor's own severity; <see cref="Severity.Unknown"/> where it judges nothing (an audit event).</summary>
    [Id(3)] public Severity Severity { get; init; }

    /// <summary>The sensor's rule, or for plain activity its kind, such as <c>create pods/exec</c>.</summary>
    [Id(4)] public required string Rule { get; init; }

    /// <summary>One line for people. Hostile text: escape it where it is shown. At most 1,024 characters.</summary>
    [Id(5)] public string Summary { get; init; } = "";

    /// <summary>What the event says of its place. Names as the sensor gave them; not yet attributed.</summary>
    [Id(6)] public required SignalOrigin Origin { get; init; }

    /// <summary>The user who acted: a Kubernetes user name for audit events, an account in the container otherwise.</summary>
    [Id(7)] public string? User { get; init; }

    /// <summary>Tags as the sensor gave them, such as <c>mitre_execution</c> or <c>T1059</c>. At most 32.</summary>
    [Id(8)] public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What the event did, as a feature of its replica: <c>exec|/usr/bin/curl</c>. At most 256 characters.</summary>
    [Id(9)] public string? Activity { get; init; }

    /// <summary>
    /// Facts that detectors read: of an audit event by <see cref="AuditFacts"/>, of other sensors by Falco's field
    /// names. Empty for Falco's own alerts, which hold them in the raw event.
    /// </summary>
    [Id(10)] public IReadOnlyDictionary<string, string> Facts { get; init; } = EmptyFacts;

    /// <summary>Place of the raw event in its log partition. Set when it is read from the log.</summary>
    [Id(11)] public SignalPosition Position { get; init; }

    /// <summary>Whether it tells of the cluster or of the sensor itself.</summary>
    [Id(12)] public SignalKind Kind { get; init; }

    private static readonly Dictionary<string, string> EmptyFacts = [];
}
