namespace IncidentMesh.Detection.Rules.Language;

/// <summary>What a name in a condition stands for.</summary>
public enum MentionKind
{
    /// <summary>A field of the event.</summary>
    Field,

    /// <summary>A condition that is defined elsewhere under this name.</summary>
    Macro,
}
