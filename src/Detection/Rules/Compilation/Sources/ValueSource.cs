using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Sources;

/// <summary>What a comparison has at its left, or a transformer as an argument.</summary>
internal abstract class ValueSource
{
    /// <summary>The value in the event of the context; missing where a field that it needs is.</summary>
    public abstract FieldValue Get(EventContext context);
}
