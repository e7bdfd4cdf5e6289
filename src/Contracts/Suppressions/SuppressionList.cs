namespace IncidentMesh.Contracts.Suppressions;

/// <summary>All that is known of a cluster's suppressions.</summary>
/// <param name="Records">Those in force, then the last ones that ended; newest first.</param>
/// <param name="Forgotten">What the others did.</param>
[GenerateSerializer, Immutable, Alias("im.suppression-list")]
public sealed record SuppressionList([property: Id(0)] IReadOnlyList<SuppressionRecord> Records, [property: Id(1)] ForgottenSuppressions Forgotten);

/// <summary>Suppressions that ended so long ago that no record of them is left. What they hid stays counted.</summary>
/// <param name="Suppressions">How many.</param>
/// <param name="Hidden">Signals that they hid.</param>
/// <param name="Shown">Signals that they would have hidden, which were shown all the same.</param>
[GenerateSerializer, Immutable, Alias("im.forgotten-suppressions")]
public sealed record ForgottenSuppressions([property: Id(0)] long Suppressions, [property: Id(1)] long Hidden, [property: Id(2)] long Shown)
{
    public static readonly ForgottenSuppressions None = new(0, 0, 0);
}
