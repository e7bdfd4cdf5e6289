using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Correlation;

namespace IncidentMesh.Detection.Rules.Loading.Definitions;

/// <summary>A correlation. Its conditions are rules that share everything else, so that they are resolved as rules are.</summary>
internal sealed class CorrelationDefinition(LoadItem item, TextPlace place) : Definition(item, place)
{
    public required CorrelationType Type { get; init; }

    public required ImmutableArray<RuleDefinition> Steps { get; init; }

    public required ImmutableArray<(string Text, TextPlace Place)> By { get; init; }

    public (string Text, TextPlace Place)? Of { get; init; }

    public int Threshold { get; init; }

    public TimeSpan? Window { get; init; }

    public bool Enabled { get; set; } = true;
}
