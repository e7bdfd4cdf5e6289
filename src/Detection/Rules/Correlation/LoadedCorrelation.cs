using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Rules.Correlation;

/// <summary>
/// A correlation with everything put in that it refers to: our extension of rule files, for what shows over time only.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it was first defined, or defined anew.</param>
/// <param name="Type">What it looks for.</param>
/// <param name="Steps">Its conditions, each as a rule that shares name, source, output, priority and tags; one, but for a sequence.</param>
/// <param name="By">The fields whose values together are the key: each key is judged for itself. 1 to 4.</param>
/// <param name="Of">The field whose different values are counted; null but for <see cref="CorrelationType.Distinct"/>.</param>
/// <param name="Threshold">How many events or values are too many; 0 where nothing is counted.</param>
/// <param name="Window">
/// Within what time, 1 s to 24 h. For <see cref="CorrelationType.FirstSeen"/> how long a key is remembered after its last
/// event, or null for as long as there is room.
/// </param>
/// <param name="Enabled">Whether it takes part.</param>
public sealed record LoadedCorrelation(
    string Name,
    TextPlace Place,
    CorrelationType Type,
    ImmutableArray<LoadedRule> Steps,
    ImmutableArray<string> By,
    string? Of,
    int Threshold,
    TimeSpan? Window,
    bool Enabled)
{
    /// <summary>What the steps share: source, output, description, priority and tags.</summary>
    public LoadedRule Rule => Steps[^1];
}
