using IncidentMesh.Detection.Rules.Compilation.Matching.Text;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Patterns;

/// <summary>
/// Many paths at once: whether a path lies at or below one of them. Paths are taken apart at slashes, of which several
/// count as one, so <c>/</c> holds everything and <c>/etc</c> does not hold <c>/etcetera</c>. A component may have
/// wildcards, which do not cross slashes.
/// </summary>
internal sealed class PathTrie
{
    private readonly Node _root = new();

    public PathTrie(IEnumerable<byte[]> paths)
    {
        foreach (var path in paths)
        {
            var node = _root;
            ReadOnlySpan<byte> rest = path;
            while (TryTakeComponent(ref rest, out var component))
                node = node.Child(component);
            node.IsEnd = true;
        }
    }

    public bool HoldsPrefixOf(ReadOnlySpan<byte> path) => Holds(_root, path);

    private static bool Holds(Node node, ReadOnlySpan<byte> rest)
    {
        while (true)
        {
            if (node.IsEnd)
                return true;
            if (!TryTakeComponent(ref rest, out var component))
                return false;
            foreach (var (glob, child) in node.Globs)
            {
                if (glob.Matches(component) && Holds(child, rest))
                    return true;
            }

            if (!node.Names.TryGetValue(component, out var next))
                return false;
            node = next;
        }
    }

    private static bool TryTakeComponent(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> component)
    {
        var start = rest.IndexOfAnyExcept((byte)'/');
        if (start < 0)
        {
            component = default;
            return false;
        }

        rest = rest[start..];
        var end = rest.IndexOf((byte)'/');
        component = end < 0 ? rest : rest[..end];
        rest = rest[component.Length..];
        return true;
    }

    private sealed class Node
    {
        private readonly Dictionary<byte[], Node> _names = new(Utf8Comparer.Instance);
        private readonly Dictionary<byte[], Node> _patterns = new(Utf8Comparer.Instance);

        public Node() => Names = _names.GetAlternateLookup<ReadOnlySpan<byte>>();

        public bool IsEnd { get; set; }

        public Dictionary<byte[], Node>.AlternateLookup<ReadOnlySpan<byte>> Names { get; }

        public List<(Glob Glob, Node Child)> Globs { get; } = [];

        public Node Child(ReadOnlySpan<byte> component)
        {
            var isPattern = Glob.HasWildcards(component);
            var children = isPattern ? _patterns : _names;
            var key = component.ToArray();
            if (children.TryGetValue(key, out var child))
                return child;
            children.Add(key, child = new Node());
            if (isPattern)
                Globs.Add((new Glob(component), child));
            return child;
        }
    }
}
