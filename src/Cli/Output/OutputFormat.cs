using System.CommandLine;

namespace IncidentMesh.Cli.Output;

internal enum OutputFormat
{
    Table,
    Json,
    Yaml,
}

/// <summary>The option <c>-o</c> that every command has.</summary>
internal sealed class OutputOption
{
    public Option<string> Option { get; } = new Option<string>("--output", "-o")
    {
        Description = "How to print: table, json or yaml.",
        HelpName = "format",
        Recursive = true,
        DefaultValueFactory = static _ => "table",
    }.AcceptOnlyFromAmong("table", "json", "yaml");

    /// <returns>What was asked for; null where nothing was.</returns>
    public OutputFormat? Given(ParseResult parsed) => parsed.GetResult(Option) is null or { Implicit: true } ? null : Of(parsed);

    public OutputFormat Of(ParseResult parsed) => parsed.GetValue(Option) switch
    {
        "json" => OutputFormat.Json,
        "yaml" => OutputFormat.Yaml,
        _ => OutputFormat.Table,
    };
}
