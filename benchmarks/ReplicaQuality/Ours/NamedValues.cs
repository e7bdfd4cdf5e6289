using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Ours;

/// <summary>A dictionary that is only gone through, without the cost of hashing each name of each replica and window.</summary>
internal sealed class NamedValues<T> : IReadOnlyDictionary<string, T>
{
    private readonly List<KeyValuePair<string, T>> _pairs = [];

    public int Count => _pairs.Count;

    public IEnumerable<string> Keys => _pairs.Select(static pair => pair.Key);

    public IEnumerable<T> Values => _pairs.Select(static pair => pair.Value);

    public T this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public void Add(string key, T value) => _pairs.Add(new(key, value));

    public void Clear() => _pairs.Clear();

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var at = _pairs.FindIndex(pair => pair.Key == key);
        value = at < 0 ? default : _pairs[at].Value;
        return at >= 0;
    }

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
