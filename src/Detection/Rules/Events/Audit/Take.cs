namespace IncidentMesh.Detection.Rules.Events.Audit;

/// <summary>What a <see cref="Readers.SpreadReader"/> makes of each value that it finds.</summary>
internal enum Take
{
    /// <summary>The text, or JSON of all else.</summary>
    Text,

    /// <summary>The elements of an array; nothing of all else.</summary>
    Elements,

    /// <summary>The image without its tag and digest.</summary>
    Repository,

    /// <summary>The names of an object's members but <c>name</c>.</summary>
    MemberNames,
}
