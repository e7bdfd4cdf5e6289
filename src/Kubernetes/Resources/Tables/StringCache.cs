namespace IncidentMesh.Kubernetes.Resources.Tables;

/// <summary>
/// Gives the same string for the same words, for those seen lately: namespaces, nodes and workloads are named by many
/// objects. Bounded, and never wrong: words that were forgotten cost memory once more. Not safe for concurrent use.
/// </summary>
internal sealed class StringCache
{
    private const int Slots = 1 << 14;

    private readonly string?[] _slots = new string?[Slots];

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public string? Of(string? text)
    {
        if (text is null)
            return null;
        ref var slot = ref _slots[string.GetHashCode(text) & (Slots - 1)];
        if (slot == text)
            return slot;
        return slot = text;
    }
}
