using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Ours;

/// <summary>A dictionary that is only gone through, without the cost of hashing each name of each replica and window.</summary>
internal sealed class NamedValues<T> : IReadOnlyDictionary<string, T>
{
    private KeyValuePair<string, T>[] _pairs = new KeyValuePair<string, T>[16];

    public int Count { get; private set; }

    public IEnumerable<string> Keys => this.Select(static pair => pair.Key);

    public IEnumerable<T> Values => this.Select(static pair => pair.Value);

    public T this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public void Add(string key, T value)
    {
        if (Count == _pairs.Length)
            Array.Resize(ref _pairs, 2 * Count);
        _pairs[Count++] = new(key, value);
    }

    public void Clear() => Count = 0;

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var at = Array.FindIndex(_pairs, 0, Count, pair => pair.Key == key);
        value = at < 0 ? default : _pairs[at].Value;
        return at >= 0;
    }

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator()
    {
        for (var at = 0; at < Count; at++)
            yield return _pairs[at];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
