using IncidentMesh.Cli.Output;
using Spectre.Console;

namespace IncidentMesh.Cli.Posture.Verdicts;

/// <summary>How verdicts leave the command.</summary>
internal interface IVerdictPrinting
{
    void Print(PodVerdict verdict);

    /// <summary>There are no more.</summary>
    void End();
}

/// <summary>A line of JSON or a YAML document for each, at once; a table when all are there.</summary>
internal sealed class VerdictPrinting(CliHost host, OutputFormat format) : IVerdictPrinting
{
    private static readonly Style Bad = new(Color.Red);

    private readonly Screen _screen = new(host, format);
    private readonly List<Cell[]> _rows = [];

    public void Print(PodVerdict verdict)
    {
        switch (format)
        {
            case OutputFormat.Table when verdict.IsAllowed:
                _rows.Add([verdict.Subject, "yes", "", ""]);
                break;
            case OutputFormat.Table:
                foreach (var violation in verdict.Violations)
                    _rows.Add([verdict.Subject, new Cell("no", Bad), violation.Check, $"{violation.Reason} ({violation.Detail})"]);
                break;
            case OutputFormat.Yaml:
                host.Output.Write($"---\n{YamlText.Of(verdict.ToJson())}");
                break;
            default:
                host.Output.Write($"{JsonText.Compact(verdict.ToJson())}\n");
                break;
        }
    }

    public void End()
    {
        if (_screen.IsTable)
            _screen.Show(screen => screen.Table(["POD", "ALLOWED", "CHECK", "WHY NOT"], _rows, "There are no pods in these files."));
        host.Output.Flush();
    }
}
