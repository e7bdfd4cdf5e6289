namespace IncidentMesh.Detection.Rules.Loading.Yaml;

/// <summary>Keys with values, in the order of the text, repeated ones included.</summary>
internal sealed record YamlMapping(TextPlace Place, long Size, IReadOnlyList<(YamlScalar Key, YamlNode Value)> Entries)
    : YamlNode(Place, Size)
{
    /// <summary>The value of a key; of the first one where it is there twice, as yaml-cpp has it. Null without one.</summary>
    public YamlNode? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key.Value == key)
                    return entry.Value;
            }

            return null;
        }
    }
}
