using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Loading.Definitions;

/// <summary>One text, or a list of entries.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">The text; null for a list.</param>
/// <param name="Items">The list; empty for a text.</param>
internal sealed record ExceptionEntry(TextPlace Place, string? Text, ImmutableArray<ExceptionEntry> Items)
{
    public bool IsList => Text is null;
}
