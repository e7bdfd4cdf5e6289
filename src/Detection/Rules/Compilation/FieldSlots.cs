using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>Numbers the fields that a rule set reads.</summary>
public sealed class FieldSlots
{
    private readonly Dictionary<FieldReference, int> _slots = [];

    /// <summary>The fields by slot.</summary>
    public ImmutableArray<FieldReference> Fields => [.. _slots.OrderBy(pair => pair.Value).Select(pair => pair.Key)];

    /// <summary>Number of fields.</summary>
    public int Count => _slots.Count;

    /// <summary>The slot of a field; a new one on its first mention.</summary>
    public int SlotOf(FieldReference field)
    {
        if (!_slots.TryGetValue(field, out var slot))
            _slots.Add(field, slot = _slots.Count);
        return slot;
    }
}
