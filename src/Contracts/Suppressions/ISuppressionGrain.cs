using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Contracts.Suppressions;

/// <summary>
/// What is not to be seen of one cluster, and what it hid. Key: cluster id. Log partitions ask for news whenever they
/// process, and keep what they were told with their checkpoint.
/// </summary>
[GrainInterfaceType("im.suppressions")]
public interface ISuppressionGrain : IGrainWithStringKey
{
    /// <summary>Hides from now on, as soon as each partition has heard of it: within seconds.</summary>
    [Alias("add")]
    Task<NewSuppressionResult> AddAsync(SuppressionRequest request, string actor);

    /// <summary>Ends one. What it hid stays counted and hidden.</summary>
    /// <returns>False where none of that id is known; true also where it had ended before.</returns>
    [Alias("remove")]
    Task<bool> RemoveAsync(string id, string actor);

    /// <returns>Those in force, then the last ones that ended; newest first.</returns>
    [Alias("list")]
    Task<IReadOnlyList<SuppressionRecord>> ListAsync();

    /// <returns>The same, and what those did that are forgotten.</returns>
    [Alias("list-all")]
    Task<SuppressionList> ListAllAsync();

    /// <returns>Those in force where <paramref name="revision"/> is not the current one, otherwise null.</returns>
    [Alias("news")]
    Task<SuppressionsInForce?> GetIfNewerAsync(long revision);

    /// <summary>Counts signals that suppressions hid, or would have hidden.</summary>
    [Alias("take")]
    Task TakeAsync(SignalShare share);
}

/// <param name="Revision">Grows whenever one is added or ends.</param>
/// <param name="Suppressions">In the order in which they were added.</param>
[GenerateSerializer, Immutable, Alias("im.suppressions-in-force")]
public sealed record SuppressionsInForce([property: Id(0)] long Revision, [property: Id(1)] IReadOnlyList<Suppression> Suppressions)
{
    public static readonly SuppressionsInForce None = new(0, []);
}

/// <summary>The outcome of adding one: exactly one member is set.</summary>
[GenerateSerializer, Immutable, Alias("im.new-suppression")]
public sealed record NewSuppressionResult
{
    [Id(0)] public SuppressionRecord? Record { get; init; }

    /// <summary>All that is wrong with the request.</summary>
    [Id(1)] public IReadOnlyList<SuppressionFault>? Faults { get; init; }

    /// <summary>Why there is no room for it, for people.</summary>
    [Id(2)] public string? Refusal { get; init; }
}
