using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace IncidentMesh.Cli.Tests;

/// <summary>What holds for every command that asks a server.</summary>
public sealed class OnlineCommandTests
{
    [Fact]
    public void No_command_that_asks_a_server_is_missing_here()
    {
        var host = new CliHost
        {
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            Input = TextReader.Null,
            OpenInput = static () => Stream.Null,
            Environment = static _ => null,
            DataFolder = "",
            Time = TimeProvider.System,
        };

        var untried = OnlineCommand.Names(CommandLine.Build(host)).Where(static name =>
            (!name.StartsWith("rules ", StringComparison.Ordinal) || name == "rules replay") && !OnlineCommand.All.Any(command => command.Line == name || command.Line.StartsWith(name + " ", StringComparison.Ordinal)));

        Assert.Equal(
            [
                "analyze", "completion", "posture check", "posture isolation", "posture kernel-modules", "posture namespaces", "posture policy",
                "replicas compare", "score", "vulnerabilities cluster",
            ],
            untried.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OnlineCommand.Lines), MemberType = typeof(OnlineCommand))]
    public async Task It_asks_for_what_the_API_has_and_shows_people_what_matters(string line)
    {
        var command = OnlineCommand.Of(line);
        await using var api = await command.StartAsync();

        var finished = await Terminal.For(api).RunAsync(command.Args);

        Assert.True(finished.ExitCode == 0, finished.Error);
        var expected = command.Request.Split('?');
        var asked = command.Line.StartsWith("audit list", StringComparison.Ordinal) ? api.Requests[0] : api.Requests[^1];
        Assert.Equal(expected[0], $"{asked.Method} {asked.Path["/api/v1/".Length..]}");
        foreach (var parameter in expected.Skip(1).SelectMany(static query => query.Split('&')).Select(static pair => pair.Split('=')))
            Assert.Equal(parameter[1], asked.Query(parameter[0]));
        Assert.Equal(command.Body, asked.Json?.ToJsonString());
        Assert.All(command.Shown, part => Assert.Contains(part, finished.Output, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', finished.Output);
        Assert.All(finished.Output.Split('\n'), static row => Assert.Equal(row.TrimEnd(), row));
    }

    [Theory]
    [MemberData(nameof(OnlineCommand.Lines), MemberType = typeof(OnlineCommand))]
    public async Task Yaml_says_the_same_as_json_and_both_say_what_people_see(string line)
    {
        var command = OnlineCommand.Of(line);
        await using var first = await command.StartAsync();
        await using var second = await command.StartAsync();

        var json = JsonNode.Parse((await Terminal.For(first).RunAsync([.. command.Args, "-o", "json"])).Output);
        var yaml = new YamlStream();
        yaml.Load(new StringReader((await Terminal.For(second).RunAsync([.. command.Args, "-o", "yaml"])).Output));

        Assert.Equal(Scalars(json), Scalars(yaml.Documents[0].RootNode));
        if (command.Request.StartsWith("DELETE", StringComparison.Ordinal) || command.Line.Contains("retry", StringComparison.Ordinal))
            Assert.Null(json);
        else
            Assert.NotEmpty(Scalars(json));
    }

    [Theory]
    [MemberData(nameof(OnlineCommand.Lines), MemberType = typeof(OnlineCommand))]
    public async Task Without_a_token_nothing_is_asked(string line)
    {
        var command = OnlineCommand.Of(line);
        await using var api = await command.StartAsync();

        (await new Terminal().With("INCIDENTMESH_SERVER", api.Address).RunAsync(command.Args)).Failed(ExitCodes.Unauthorized, "There is no token");

        Assert.Empty(api.Requests);
    }

    [Theory]
    [MemberData(nameof(OnlineCommand.Lines), MemberType = typeof(OnlineCommand))]
    public async Task Help_names_the_command_and_each_option_with_what_it_is_for(string line)
    {
        var name = OnlineCommand.Of(line).Args.TakeWhile(static word => !word.StartsWith('-')).ToArray();

        var help = (await new Terminal().RunAsync([.. name, "--help"])).Ok().Output;

        Assert.Contains("Usage:", help, StringComparison.Ordinal);
        Assert.All(help.Split('\n').Where(static row => row.TrimStart().StartsWith('-')), static row => Assert.Matches(@"^  -.*\S  +\S", row));
    }

    private static List<string> Scalars(JsonNode? node) => node switch
    {
        JsonObject item => [.. item.SelectMany(static member => Scalars(member.Value).Prepend(member.Key))],
        JsonArray list => [.. list.SelectMany(Scalars)],
        null => ["null"],
        _ => [node.GetValueKind() == System.Text.Json.JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString()],
    };

    private static List<string> Scalars(YamlNode node) => node switch
    {
        YamlMappingNode item => [.. item.Children.SelectMany(static member => Scalars(member.Value).Prepend(((YamlScalarNode)member.Key).Value!))],
        YamlSequenceNode list => [.. list.Children.SelectMany(Scalars)],
        _ => [((YamlScalarNode)node).Value!],
    };
}
