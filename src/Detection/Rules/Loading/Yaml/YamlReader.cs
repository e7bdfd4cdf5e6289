using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IncidentMesh.Detection.Rules.Loading.Yaml;

/// <summary>Reads the documents of a file from YamlDotNet's events into nodes with places, within bounds.</summary>
internal sealed class YamlReader
{
    /// <summary>How deep values may nest.</summary>
    public const int MaximumDepth = 64;

    /// <summary>Most values in a file, aliases counted as often as they are used.</summary>
    public const long MaximumNodes = 2_000_000;

    private readonly SourceLines _lines;
    private readonly Parser _parser;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private YamlSequence? _open;
    private long _nodes;

    private YamlReader(SourceLines lines)
    {
        _lines = lines;
        _parser = new Parser(new StringReader(lines.Text));
    }

    /// <summary>The roots of all documents, up to the first error; the sequence that it is in with the items before it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="error">Where and why it is no YAML; null where it is.</param>
    public static List<YamlNode> Read(RuleFile file, out (TextPlace Place, string Message)? error)
    {
        error = null;
        var roots = new List<YamlNode>();
        if (file.Text.Length > RuleLoadOptions.MaximumFileLength)
        {
            error = (new TextPlace(file.Name, 0, 0), $"the file is longer than {RuleLoadOptions.MaximumFileLength} characters");
            return roots;
        }

        var lines = new SourceLines(file);
        var reader = new YamlReader(lines);
        try
        {
            reader.ReadDocuments(roots);
        }
        catch (YamlException exception)
        {
            error = (lines.PlaceOf(lines.OffsetOf(exception.Start.Line, exception.Start.Column)), exception.Message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // YamlDotNet's scanner fails like this on some broken texts, as on a key in an open brace that goes on in the
            // next line. It has no state that outlives the file.
            var last = reader._parser.Current?.End ?? Mark.Empty;
            error = (lines.PlaceOf(lines.OffsetOf(last.Line, last.Column)), "the text behind this place is no YAML");
        }

        if (reader._open is { } open)
            roots.Add(open);
        return roots;
    }

    private void ReadDocuments(List<YamlNode> roots)
    {
        _parser.Consume<StreamStart>();
        while (_parser.TryConsume<DocumentStart>(out _))
        {
            _anchors.Clear();
            roots.Add(ReadNode(1));
            _open = null;
            _parser.Consume<DocumentEnd>();
        }
    }

    private YamlNode ReadNode(int depth)
    {
        if (depth > MaximumDepth)
            throw At(_parser.Current!, $"values nest deeper than {MaximumDepth}");
        var start = _parser.Current!;
        var anchor = (start as NodeEvent)?.Anchor ?? AnchorName.Empty;
        YamlNode node;
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            node = new YamlScalar(PlaceOf(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain, _lines, OffsetOf(scalar));
        }
        else if (_parser.TryConsume<SequenceStart>(out _))
        {
            node = ReadSequence(start, depth);
        }
        else if (_parser.TryConsume<MappingStart>(out _))
        {
            node = ReadMapping(start, depth);
        }
        else
        {
            var alias = _parser.Consume<AnchorAlias>();
            if (!_anchors.TryGetValue(alias.Value.Value, out var target))
                throw At(alias, $"the alias '*{alias.Value.Value}' has no anchor before it");
            Count(alias, target.Size);
            return target;
        }

        Count(start, 1);
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = node;
        return node;
    }

    private YamlSequence ReadSequence(ParsingEvent start, int depth)
    {
        var items = new List<YamlNode>();
        if (depth == 1)
            _open = new YamlSequence(PlaceOf(start), 1, items);
        long size = 1;
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
            size += items[^1].Size;
        }

        return new YamlSequence(PlaceOf(start), size, items);
    }

    private YamlMapping ReadMapping(ParsingEvent start, int depth)
    {
        var entries = new List<(YamlScalar, YamlNode)>();
        long size = 1;
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var keyStart = _parser.Current!;
            if (ReadNode(depth + 1) is not YamlScalar key)
                throw At(keyStart, "a key is no text");
            var value = ReadNode(depth + 1);
            entries.Add((key, value));
            size += value.Size + 1;
        }

        return new YamlMapping(PlaceOf(start), size, entries);
    }

    private void Count(ParsingEvent at, long nodes)
    {
        _nodes += nodes;
        if (_nodes > MaximumNodes)
            throw At(at, $"the file has more than {MaximumNodes} values with its aliases");
    }

    private int OffsetOf(ParsingEvent at) => _lines.OffsetOf(at.Start.Line, at.Start.Column);

    private TextPlace PlaceOf(ParsingEvent at) => _lines.PlaceOf(OffsetOf(at));

    private static SemanticErrorException At(ParsingEvent at, string message) => new(at.Start, at.End, message);
}
