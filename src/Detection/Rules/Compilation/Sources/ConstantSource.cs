using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Sources;

/// <summary>A constant among a transformer's arguments.</summary>
internal sealed class ConstantSource(FieldValue value) : ValueSource
{
    public override FieldValue Get(EventContext context) => value;
}
