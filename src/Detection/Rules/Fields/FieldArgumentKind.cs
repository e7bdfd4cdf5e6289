namespace IncidentMesh.Detection.Rules.Fields;

/// <summary>What a field's argument is.</summary>
public enum FieldArgumentKind
{
    /// <summary>A name, such as that of an environment variable, or a path.</summary>
    Key,

    /// <summary>A number from 0.</summary>
    Index,

    /// <summary>A number from 0 or a name.</summary>
    IndexOrKey,

    /// <summary>A JSON pointer (RFC 6901), as in <c>jevt.value[/objectRef/name]</c>.</summary>
    JsonPointer,
}
