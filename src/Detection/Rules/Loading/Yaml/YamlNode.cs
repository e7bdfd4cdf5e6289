namespace IncidentMesh.Detection.Rules.Loading.Yaml;

/// <summary>A YAML value that knows where it stands.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Size">Values in the tree below, aliases counted as often as they are used.</param>
internal abstract record YamlNode(TextPlace Place, long Size);

/// <summary>A list of values.</summary>
internal sealed record YamlSequence(TextPlace Place, long Size, IReadOnlyList<YamlNode> Items) : YamlNode(Place, Size);
