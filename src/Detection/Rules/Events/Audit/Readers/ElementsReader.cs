using System.Collections.Immutable;
using System.Text.Json;
using IncidentMesh.Detection.Rules.Events.Json;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>The elements of the array at the end of a path, or one of them.</summary>
internal sealed class ElementsReader(ImmutableArray<byte[]> path, ulong? index = null) : ListReader
{
    protected override bool Fill(JsonIndex json)
    {
        var array = json.Find(path.AsSpan());
        if (json.KindOf(array) != JsonTokenType.StartArray)
            return false;
        if (index is not { } picked)
            AddElements(json, array);
        else if (json.ItemAt(array, picked) is >= 0 and var item)
            Add(json.TextOf(item));
        return true;
    }
}
