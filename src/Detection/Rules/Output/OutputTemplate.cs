using System.Collections.Immutable;
using System.Text;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Compilation.Sources;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Detection.Rules.Output;

/// <summary>
/// A rule's output: text with fields in it, as in <c>File %fd.name opened by %proc.aname[2]</c>. A star at the start, which
/// Falco puts there itself, is left out. Immutable and safe to share between threads.
/// </summary>
public sealed class OutputTemplate
{
    /// <summary>What stands for a field that the event does not have.</summary>
    public const string MissingValue = "<NA>";

    private readonly ImmutableArray<Segment> _segments;

    internal OutputTemplate(ImmutableArray<Segment> segments, ImmutableArray<FieldReference> fields)
    {
        _segments = segments;
        Fields = fields;
    }

    /// <summary>The fields that it shows, in the order of the text; of a transformer those that it takes.</summary>
    public ImmutableArray<FieldReference> Fields { get; }

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="sources">Where the rule's events come from.</param>
    /// <param name="table">The fields there are.</param>
    /// <param name="slots">The slots of the rule set that will evaluate the events; the set must not be built yet.</param>
    public static OutputTemplateResult Parse(string text, FieldSources sources, FieldTable table, FieldSlots slots) =>
        new OutputTemplateParser(text, sources, table, slots).Parse();

    /// <summary>Fills in the values of the event that the context is at.</summary>
    public string Render(EventContext context)
    {
        var text = new StringBuilder();
        foreach (var segment in _segments)
        {
            text.Append(segment.Text);
            if (segment.Source is null)
                continue;
            var value = ValueText.Of(segment.Source.Get(context), segment.Type);
            text.Append(segment.Width == 0 ? value : value.Length > segment.Width ? value[..segment.Width] : value.PadRight(segment.Width));
        }

        return text.ToString();
    }

    /// <param name="Text">Text before the value.</param>
    /// <param name="Source">Gives the value; null at the end.</param>
    /// <param name="Type">Type of the value.</param>
    /// <param name="Width">Characters to pad or cut to; 0 for as they are.</param>
    internal sealed record Segment(string Text, ValueSource? Source, FieldType Type, int Width);
}
