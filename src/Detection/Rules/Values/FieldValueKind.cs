namespace IncidentMesh.Detection.Rules.Values;

/// <summary>What a <see cref="FieldValue"/> holds.</summary>
public enum FieldValueKind : byte
{
    /// <summary>Nothing: the event does not have the field.</summary>
    Missing,

    /// <summary>UTF-8 text, or bytes.</summary>
    Utf8,

    /// <summary>A signed number; booleans are 0 and 1.</summary>
    SignedNumber,

    /// <summary>An unsigned number.</summary>
    UnsignedNumber,

    /// <summary>A floating point number.</summary>
    RealNumber,

    /// <summary>An address.</summary>
    Ip,

    /// <summary>Several values; at least one.</summary>
    List,
}
