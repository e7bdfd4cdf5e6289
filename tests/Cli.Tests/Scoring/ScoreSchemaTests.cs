using System.Text;
using System.Text.Json;

namespace IncidentMesh.Cli.Tests.Scoring;

/// <summary>docs/schemas/score-input.schema.json and the reader say the same.</summary>
public sealed class ScoreSchemaTests
{
    private static readonly Dictionary<string, string> Objects = new()
    {
        ["$"] = """{"id":"x",MEMBER}""",
        ["workload"] = """{"id":"x","workload":{MEMBER}}""",
        ["context"] = """{"id":"x","context":{MEMBER}}""",
        ["detection"] = """{"id":"x","detections":[{"severity":"high","eValue":2,MEMBER}]}""",
        ["vulnerability"] = """{"id":"x","vulnerabilities":[{"id":"CVE-1",MEMBER}]}""",
    };

    [Fact]
    public async Task The_reader_knows_the_members_of_the_schema_and_no_others()
    {
        using var schema = await SchemaAsync();
        foreach (var (name, template) in Objects)
        {
            var said = (await RunAsync(template.Replace("MEMBER", "\"surely-not-known\":1", StringComparison.Ordinal))).Error;
            var known = said[(said.IndexOf("known are ", StringComparison.Ordinal) + "known are ".Length)..].TrimEnd().TrimEnd('.').Split(", ");

            Assert.Equal(Properties(schema, name).Select(static member => member.Name).Order(), known.Order());
        }
    }

    [Fact]
    public async Task Every_word_of_the_schema_is_read_and_no_other()
    {
        using var schema = await SchemaAsync();
        var tried = 0;
        foreach (var (name, template) in Objects)
        {
            foreach (var member in Properties(schema, name))
            {
                var words = Words(schema, member.Value);
                foreach (var word in words)
                {
                    var finished = await RunAsync(With(template, member.Name, word.GetRawText()));
                    Assert.Equal((member.Name, word.GetRawText(), ""), (member.Name, word.GetRawText(), finished.Error));
                    tried++;
                }

                if (words.Count > 0)
                    Assert.Contains($"{member.Name} is 'surely-not-known'", (await RunAsync(With(template, member.Name, "\"surely-not-known\""))).Error, StringComparison.Ordinal);
            }
        }

        Assert.True(tried > 100, $"Only {tried} words were tried.");
    }

    [Theory]
    [InlineData("detection", "eValue", -1)]
    [InlineData("vulnerability", "score", 10.1)]
    [InlineData("vulnerability", "severity", 11)]
    [InlineData("vulnerability", "epss", 1.01)]
    public async Task Numbers_out_of_bounds_are_refused(string name, string member, double number) =>
        Assert.Equal(ExitCodes.Failed, (await RunAsync(With(Objects[name], member, JsonSerializer.Serialize(number)))).ExitCode);

    [Fact]
    public async Task What_is_required_is_required()
    {
        using var schema = await SchemaAsync();
        Assert.Equal("id", Assert.Single(schema.RootElement.GetProperty("required").EnumerateArray()).GetString());
        Assert.Equal(ExitCodes.Failed, (await RunAsync("{}")).ExitCode);
        Assert.Equal("id", Assert.Single(schema.RootElement.GetProperty("$defs").GetProperty("vulnerability").GetProperty("required").EnumerateArray()).GetString());
        Assert.Equal(ExitCodes.Failed, (await RunAsync("""{"id":"x","vulnerabilities":[{}]}""")).ExitCode);
        Assert.Equal(2, schema.RootElement.GetProperty("$defs").GetProperty("detection").GetProperty("anyOf").GetArrayLength());
        Assert.Equal(ExitCodes.Failed, (await RunAsync("""{"id":"x","detections":[{}]}""")).ExitCode);
    }

    /// <summary>Puts a member in, also in place of one that is there.</summary>
    private static string With(string template, string member, string value)
    {
        var text = template.Replace($"\"{member}\":\"high\",", "", StringComparison.Ordinal)
            .Replace($"\"{member}\":2,", "", StringComparison.Ordinal)
            .Replace($"\"{member}\":\"CVE-1\",", "", StringComparison.Ordinal);
        return text.Replace("MEMBER", $"\"{member}\":{value}", StringComparison.Ordinal);
    }

    private static List<JsonProperty> Properties(JsonDocument schema, string name) =>
        [.. (name == "$" ? schema.RootElement : schema.RootElement.GetProperty("$defs").GetProperty(name)).GetProperty("properties").EnumerateObject()];

    private static List<JsonElement> Words(JsonDocument schema, JsonElement property)
    {
        if (property.TryGetProperty("$ref", out var reference))
            property = schema.RootElement.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]);
        if (property.TryGetProperty("oneOf", out var choices))
            return [.. choices.EnumerateArray().SelectMany(choice => Words(schema, choice))];
        return property.TryGetProperty("enum", out var words) ? [.. words.EnumerateArray()] : [];
    }

    private static async Task<JsonDocument> SchemaAsync()
    {
        var finished = await new Terminal().RunAsync("score", "--schema");
        Assert.Equal(ExitCodes.Ok, finished.ExitCode);
        return JsonDocument.Parse(finished.Output);
    }

    private static Task<Finished> RunAsync(string input) =>
        new Terminal { Input = () => new MemoryStream(Encoding.UTF8.GetBytes(input)) }.RunAsync("score", "-");
}
