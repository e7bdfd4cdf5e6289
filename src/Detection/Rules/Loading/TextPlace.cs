namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>A place in a rule file.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Line">Line, from 1; 0 for the file as a whole.</param>
/// <param name="Column">Column in characters, from 1; 0 for the file as a whole.</param>
public readonly record struct TextPlace(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
