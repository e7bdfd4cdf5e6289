namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>How many rules an event may fire; Falco's <c>rule_matching</c>.</summary>
public enum RuleMatching
{
    /// <summary>Only the first that matches, in the order of loading.</summary>
    First,

    /// <summary>All that match.</summary>
    All,
}
