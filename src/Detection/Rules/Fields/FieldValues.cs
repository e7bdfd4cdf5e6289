namespace IncidentMesh.Detection.Rules.Fields;

/// <summary>How many values a field has in an event, and how a comparison treats several.</summary>
public enum FieldValues
{
    /// <summary>At most one.</summary>
    One,

    /// <summary>A list: only <c>exists</c>, <c>in</c> (all are members) and <c>intersects</c> (one is).</summary>
    List,

    /// <summary>Two ends of a connection: one has to compare, but for <c>!=</c> neither may be equal.</summary>
    EitherEnd,

    /// <summary>All ancestors of a process: one has to compare, for <c>!=</c> too.</summary>
    AnyAncestor,
}
