namespace IncidentMesh.Detection.Rules.Fields;

/// <summary>Whether a field takes an argument in square brackets.</summary>
public enum FieldArgumentForm
{
    /// <summary>It takes none.</summary>
    None,

    /// <summary>It may have one.</summary>
    Optional,

    /// <summary>It has no meaning without one.</summary>
    Required,
}
