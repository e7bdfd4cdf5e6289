using System.Text.Json;
using Spectre.Console;

namespace IncidentMesh.Cli.Output;

/// <summary>Prints what a command found: for people as tables, for programs whole.</summary>
internal sealed class Screen
{
    private readonly CliHost _host;
    private readonly OutputFormat _format;

    /// <summary>In a pipe, what was drawn so far: the blanks at the ends of lines, up to the table's width, help nobody there.</summary>
    private readonly StringWriter? _drawn;

    public Screen(CliHost host, OutputFormat format)
    {
        _host = host;
        _format = format;
        _drawn = host.OutputIsTerminal ? null : new StringWriter { NewLine = "\n" };
        var colours = host.OutputIsTerminal && string.IsNullOrEmpty(host.Environment("NO_COLOR"));
        Terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(_drawn ?? host.Output),
            Ansi = colours ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        Terminal.Profile.Width = host.Width;
    }

    public bool IsTable => _format == OutputFormat.Table;

    private IAnsiConsole Terminal { get; }

    /// <param name="data">All of it, for programs.</param>
    /// <param name="table">Prints the same for people.</param>
    public void Print(JsonElement data, Action<Screen> table)
    {
        switch (_format)
        {
            case OutputFormat.Json:
                _host.Output.WriteLine(JsonText.Of(data));
                break;
            case OutputFormat.Yaml:
                _host.Output.Write(YamlText.Of(data));
                break;
            default:
                Show(table);
                break;
        }

        _host.Output.Flush();
    }

    /// <summary>Prints for people only.</summary>
    public void Show(Action<Screen> table)
    {
        table(this);
        PassOn();
    }

    /// <summary>A line of ours; whatever it quotes is made harmless.</summary>
    public void Line(string text = "", Style? style = null)
    {
        Terminal.Write(new Text(PlainText.Of(text, 4_000), style));
        Terminal.WriteLine();
    }

    /// <summary>Name and value, the values below each other.</summary>
    public void Facts(params IEnumerable<(string Name, string? Value)> facts)
    {
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) }).AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var (name, value) in facts)
            if (!string.IsNullOrEmpty(value))
                grid.AddRow(new Text(name, Style.Plain), new Text(PlainText.Of(value, 4_000)));
        Terminal.Write(grid);
    }

    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Cell>> rows, string whenEmpty)
    {
        List<IReadOnlyList<Cell>> all = [.. rows];
        if (all.Count == 0)
        {
            Line(whenEmpty);
            return;
        }

        // For programs that cut columns out, all of them stand there always; a person has no use for an empty one.
        var kept = Enumerable.Range(0, columns.Count).Where(i => !_host.OutputIsTerminal || i == 0 || all.Exists(row => !string.IsNullOrEmpty(row[i].Value))).ToList();
        new TableLayout(Terminal, [.. kept.Select(i => columns[i])], [.. all.Select(row => (IReadOnlyList<Cell>)[.. kept.Select(i => row[i])])]).Write();
    }

    /// <summary>Says of a list that it goes on.</summary>
    public void MoreHint(JsonElement list)
    {
        if (list.Has("nextCursor"))
            Line("There are more: use --limit 0 for all.");
    }

    private void PassOn()
    {
        if (_drawn is null)
            return;
        foreach (var line in _drawn.GetStringBuilder().ToString().TrimEnd('\n').Split('\n'))
            _host.Output.WriteLine(line.TrimEnd());
        _drawn.GetStringBuilder().Clear();
    }
}
