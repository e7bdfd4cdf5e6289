namespace IncidentMesh.Cli.Tests;

public sealed class MisspeltOptionTests
{
    [Theory]
    [InlineData("--formta")]
    [InlineData("-x")]
    public async Task A_misspelt_option_is_no_file(string option)
    {
        (await new Terminal().RunAsync("analyze", option, "events.json")).Failed(ExitCodes.Usage, $"There is no option '{option}'.");
        (await new Terminal().RunAsync("rules", "validate", option, "rules.yaml")).Failed(ExitCodes.Usage, $"There is no option '{option}'.");
    }
}
