using System.Collections.Immutable;
using System.Text.Json;
using IncidentMesh.Detection.Rules.Events.Json;

namespace IncidentMesh.Detection.Rules.Events.Audit;

/// <summary>
/// Goes down a path through arrays on the way: into every element, or into the one that the index of the field picks. An
/// element that does not have the rest of the path counts as <see cref="JsonIndex.None"/>. Behind an empty name at the
/// end, an array there is taken apart too.
/// </summary>
/// <remarks>Source of the semantics: falcosecurity/plugins, <c>plugins/k8saudit/pkg/k8saudit/extract.go</c>.</remarks>
internal sealed class NodeWalk(ImmutableArray<byte[]> path, ulong? index)
{
    private readonly List<int> _nodes = [];

    /// <returns>The nodes found, valid until the next call; null where there is no such path.</returns>
    public List<int>? In(JsonIndex json)
    {
        _nodes.Clear();
        return TryWalk(json, JsonIndex.Root, path.AsSpan()) ? _nodes : null;
    }

    private bool TryWalk(JsonIndex json, int node, ReadOnlySpan<byte[]> rest)
    {
        for (; !rest.IsEmpty; rest = rest[1..])
        {
            if (json.KindOf(node) == JsonTokenType.StartArray)
            {
                if (index is not { } picked)
                {
                    WalkEach(json, node, rest);
                    return true;
                }

                node = json.ItemAt(node, picked);
            }

            if (rest[0].Length > 0)
                node = json.Find(node, rest[0]);
            if (node == JsonIndex.None)
                return false;
        }

        _nodes.Add(node);
        return true;
    }

    private void WalkEach(JsonIndex json, int array, ReadOnlySpan<byte[]> rest)
    {
        for (var item = json.FirstItem(array); item != JsonIndex.None; item = json.ItemAfter(array, item))
        {
            if (!TryWalk(json, item, rest))
                _nodes.Add(JsonIndex.None);
        }
    }
}
