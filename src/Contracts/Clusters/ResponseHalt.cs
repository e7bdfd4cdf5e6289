namespace IncidentMesh.Contracts.Clusters;

/// <summary>By order of a person, response changes nothing more, in one cluster or everywhere, until it is lifted.</summary>
/// <param name="Cluster">Cluster id; null for every cluster.</param>
/// <param name="By">Actor who ordered it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, for people.</param>
[GenerateSerializer, Immutable, Alias("im.response-halt")]
public sealed record ResponseHalt(
    [property: Id(0)] string? Cluster,
    [property: Id(1)] string By,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Reason)
{
    /// <summary>One sentence for people.</summary>
    public override string ToString() =>
        $"Response is halted {(Cluster is null ? "everywhere" : $"in {Cluster}")} by {By} since {At:u}: {Reason}";
}
