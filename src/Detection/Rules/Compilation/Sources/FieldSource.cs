using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Sources;

/// <summary>A field's value.</summary>
internal sealed class FieldSource(int slot) : ValueSource
{
    public int Slot { get; } = slot;

    public override FieldValue Get(EventContext context) => context.Value(Slot);
}
