using Spectre.Console;
using Spectre.Console.Rendering;

namespace IncidentMesh.Cli.Output;

/// <summary>
/// A table of rows in a line each, where the terminal is wide enough. In a narrower one the columns that do not fit stand
/// below their row, with their names: nothing is left out, and no id is broken where it could not be copied.
/// </summary>
internal sealed class TableLayout
{
    /// <summary>The last column, with free text, is worth its place only from here on.</summary>
    private const int LeastText = 24;

    private const int Gap = 2;
    private const string Indent = "    ";
    private static readonly Style Heading = new(decoration: Decoration.Bold);

    private readonly IAnsiConsole _terminal;
    private readonly IReadOnlyList<string> _columns;
    private readonly List<IReadOnlyList<(string Text, Style? Style)>> _rows;
    private readonly int[] _widths;

    /// <param name="terminal">Where to.</param>
    /// <param name="columns">Their names.</param>
    /// <param name="rows">A hostile text for each column.</param>
    public TableLayout(IAnsiConsole terminal, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<Cell>> rows)
    {
        _terminal = terminal;
        _columns = columns;
        _rows = [.. rows.Select(static row => (IReadOnlyList<(string, Style?)>)[.. row.Select(static cell => (PlainText.Of(cell.Value), cell.Style))])];
        var options = RenderOptions.Create(terminal);
        _widths = [.. columns.Select((name, i) => _rows.Select(row => row[i].Text).Append(name).Max(text => Width(text, options)))];
    }

    public void Write()
    {
        var beside = Beside();
        if (beside == _columns.Count)
        {
            WriteWide();
            return;
        }

        WriteRow([.. _columns.Take(beside).Select(static name => (name, (Style?)Heading))]);
        foreach (var row in _rows)
        {
            WriteRow([.. row.Take(beside)]);
            var below = row.Skip(beside).Zip(_columns.Skip(beside)).Where(static pair => pair.First.Text.Length > 0).ToList();
            if (below.Count > 0)
                _terminal.Write(new Padder(
                    new Text(string.Join("  ", below.Select(static pair => $"{pair.Second.ToLowerInvariant()}: {pair.First.Text}"))),
                    new Padding(Indent.Length, 0, 0, 0)));
        }
    }

    private static int Width(string text, RenderOptions options) => text.Length == 0 ? 0 : ((IRenderable)new Text(text)).Measure(options, int.MaxValue).Max;

    /// <returns>How many columns stand beside each other.</returns>
    private int Beside()
    {
        var all = _columns.Count;
        var fixedWidth = _widths.Take(all - 1).Sum(static width => width + Gap);
        if (fixedWidth + Math.Min(LeastText, _widths[^1]) <= _terminal.Profile.Width)
            return all;

        var (beside, taken) = (1, _widths[0]);
        while (beside < all - 1 && taken + Gap + _widths[beside] <= _terminal.Profile.Width)
            taken += Gap + _widths[beside++];
        return beside;
    }

    private void WriteWide()
    {
        var table = new Table { Border = TableBorder.None, UseSafeBorder = true };
        for (var i = 0; i < _columns.Count; i++)
        {
            var last = i == _columns.Count - 1;
            table.AddColumn(new TableColumn(new Text(_columns[i], Heading)) { NoWrap = !last, Padding = new Padding(0, 0, last ? 0 : Gap, 0) });
        }

        foreach (var row in _rows)
            table.AddRow(row.Select(static cell => new Text(cell.Text, cell.Style)));
        _terminal.Write(table);
    }

    private void WriteRow(IReadOnlyList<(string Text, Style? Style)> cells)
    {
        var options = RenderOptions.Create(_terminal);
        for (var i = 0; i < cells.Count; i++)
        {
            _terminal.Write(new Text(cells[i].Text, cells[i].Style));
            if (i < cells.Count - 1)
                _terminal.Write(new Text(new string(' ', _widths[i] - Width(cells[i].Text, options) + Gap)));
        }

        _terminal.WriteLine();
    }
}
