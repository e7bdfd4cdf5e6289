using System.Collections.Frozen;

namespace IncidentMesh.Gateway.Ingest;

/// <summary>The sensor formats that this build takes, by name.</summary>
internal sealed class IngestFormats
{
    /// <summary>In place of a format's name: each event says by its content which sensor wrote it.</summary>
    public const string Detected = "auto";

    private readonly FrozenDictionary<string, string> _names;

    public IngestFormats(IEnumerable<string> names)
    {
        Names = [.. names.Order(StringComparer.Ordinal)];
        _names = Names.Append(Detected).ToFrozenDictionary(name => name, StringComparer.Ordinal);
    }

    /// <summary>Without <see cref="Detected"/>, which has no log of its own.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <returns>The name as this build spells it, or null.</returns>
    public string? Find(string name) => _names.GetValueOrDefault(name);
}
