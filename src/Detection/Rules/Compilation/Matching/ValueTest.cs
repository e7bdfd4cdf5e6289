using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching;

/// <summary>What a comparison asks of one value.</summary>
internal abstract class ValueTest
{
    /// <summary>Whether a value that is not missing and no list passes.</summary>
    public abstract bool Passes(in FieldValue value, EventContext context);
}
