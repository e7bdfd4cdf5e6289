namespace IncidentMesh.Detection.Rules.Loading.Yaml;

/// <summary>A file's text, with the starts of its lines.</summary>
internal sealed class SourceLines
{
    private readonly List<int> _starts = [0];

    public SourceLines(RuleFile file)
    {
        Name = file.Name;
        Text = file.Text;
        for (var i = 0; i < Text.Length; i++)
        {
            if (Text[i] == '\n')
                _starts.Add(i + 1);
        }
    }

    public string Name { get; }

    public string Text { get; }

    /// <summary>Line and column of an offset in characters.</summary>
    public TextPlace PlaceOf(int offset)
    {
        var index = _starts.BinarySearch(offset);
        var line = index >= 0 ? index : ~index - 1;
        return new TextPlace(Name, line + 1, offset - _starts[line] + 1);
    }

    /// <summary>Offset of a line and a column, both from 1.</summary>
    public int OffsetOf(long line, long column) =>
        (int)Math.Min(Text.Length, _starts[(int)Math.Clamp(line - 1, 0, _starts.Count - 1)] + Math.Max(0, column - 1));
}
