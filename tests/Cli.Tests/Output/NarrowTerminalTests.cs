using System.Text.RegularExpressions;

namespace IncidentMesh.Cli.Tests.Output;

/// <summary>Terminals are 80 columns wide until somebody pulls at them.</summary>
public sealed partial class NarrowTerminalTests
{
    [Theory]
    [MemberData(nameof(OnlineCommand.Lines), MemberType = typeof(OnlineCommand))]
    public async Task Nothing_is_left_out_in_a_narrow_terminal(string line)
    {
        var command = OnlineCommand.Of(line);
        foreach (var width in new[] { 80, 100, 200 })
        {
            await using var api = await command.StartAsync();

            var output = (await new Terminal { IsTerminal = true, Width = width }.With("NO_COLOR", "1").As(api).RunAsync(command.Args)).Ok().Output;

            Assert.DoesNotContain('…', output);
            Assert.All(output.Split('\n'), row => Assert.True(row.TrimEnd().Length <= width, $"{row.TrimEnd().Length} of {width} columns: {row}"));
            Assert.All(command.Shown, part => Assert.Contains(part, Blanks().Replace(output, " "), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_does_not_fit_beside_stands_below_its_row_with_its_name()
    {
        await using var api = await FakeApi.StartAsync();

        var rows = (await new Terminal { IsTerminal = true, Width = 80 }.With("NO_COLOR", "1").As(api).RunAsync("incidents", "list")).Ok().Output.Split('\n');

        Assert.Equal("INCIDENT          SCORE  SEVERITY  STAGE  STATE  CLUSTER  SUBJECT", rows[0].TrimEnd());
        Assert.Equal("inc-abcdefghijkl  84     critical  1      open   prod-eu  shop/Deployment/web", rows[1].TrimEnd());
        Assert.Equal("    signals: 30000  last seen: 2026-03-01 12:10:00Z  plan: proposed  title: A", rows[2].TrimEnd());
        Assert.Equal("    shell in shop/web", rows[3].TrimEnd());
    }

    [Fact]
    public async Task Empty_columns_stay_where_a_program_may_count_them()
    {
        await using var api = await FakeApi.StartAsync();

        var piped = (await Terminal.For(api).RunAsync("tokens", "list")).Ok().Output;
        var seen = (await new Terminal { IsTerminal = true, Width = 80 }.With("NO_COLOR", "1").As(api).RunAsync("tokens", "list")).Ok().Output;

        Assert.Contains("REVOKED", piped, StringComparison.Ordinal);
        Assert.DoesNotContain("REVOKED", seen, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
