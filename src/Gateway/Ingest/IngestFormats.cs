using System.Collections.Frozen;

namespace IncidentMesh.Gateway.Ingest;

/// <summary>The sensor formats that this build takes, by name.</summary>
internal sealed class IngestFormats
{
    private readonly FrozenDictionary<string, string> _names;

    public IngestFormats(IEnumerable<string> names)
    {
        Names = [.. names.Order(StringComparer.Ordinal)];
        _names = Names.ToFrozenDictionary(name => name, StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Names { get; }

    /// <returns>The name as this build spells it, or null.</returns>
    public string? Find(string name) => _names.GetValueOrDefault(name);
}
