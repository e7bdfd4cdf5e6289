using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Tests.Rules.Compilation;

/// <summary>An event whose values were made beforehand, so that reading it costs nothing.</summary>
internal sealed class StoredEvent : IEventFields
{
    private readonly FieldValue[] _values;

    public StoredEvent(RuleSet set, IReadOnlyDictionary<string, string[]> values)
    {
        var source = new DictionaryEvent(values, set.Fields);
        _values = [.. Enumerable.Range(0, set.Fields.Length).Select(source.Read)];
    }

    public FieldValue Read(int slot) => _values[slot];
}
