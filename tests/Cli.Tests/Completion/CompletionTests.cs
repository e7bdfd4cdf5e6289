namespace IncidentMesh.Cli.Tests.Completion;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Each_shell_gets_a_script_that_asks_the_program(string shell)
    {
        var script = (await new Terminal().RunAsync("completion", shell)).Ok().Output;

        Assert.Contains("incidentmesh \"[suggest:", script, StringComparison.Ordinal);
        Assert.EndsWith("\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_shell_is_refused_with_those_that_there_are() =>
        (await new Terminal().RunAsync("completion", "tcsh")).Failed(ExitCodes.Usage, "fish");

    [Theory]
    [InlineData("incidentmesh inc", "incidents")]
    [InlineData("incidentmesh clusters key c", "create")]
    [InlineData("incidentmesh tokens create alice --role re", "responder")]
    [InlineData("incidentmesh incidents list --sev", "--severity")]
    public async Task Bash_completes_what_was_begun(string typed, string expected)
    {
        IncidentMesh.Testing.CommandLine.Require("bash", "bash");
        var script = (await new Terminal().RunAsync("completion", "bash")).Ok().Output;
        var words = typed.Split(' ');

        var (code, output, error) = await IncidentMesh.Testing.CommandLine.RunAsync(
            "bash",
            ["--norc"],
            $"""
             incidentmesh() {'{'} dotnet '{typeof(CliHost).Assembly.Location}' "$@"; {'}'}
             {script}
             COMP_LINE='{typed}' COMP_POINT={typed.Length} COMP_CWORD={words.Length - 1} COMP_WORDS=({typed})
             _incidentmesh
             printf '%s\n' "{'$'}{'{'}COMPREPLY[@]{'}'}"

             """);

        Assert.Equal((0, $"{expected}\n", ""), (code, output, error));
    }
}
