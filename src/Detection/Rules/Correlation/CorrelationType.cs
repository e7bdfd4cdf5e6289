namespace IncidentMesh.Detection.Rules.Correlation;

/// <summary>What a correlation looks for among the events of a key.</summary>
public enum CorrelationType
{
    /// <summary>So many events within a window: <c>count</c>.</summary>
    Count,

    /// <summary>Events with so many different values of a field within a window: <c>distinct</c>.</summary>
    Distinct,

    /// <summary>Conditions that hold one after another within a window: <c>sequence</c>.</summary>
    Sequence,

    /// <summary>The first event: <c>first_seen</c>.</summary>
    FirstSeen,
}
