using System.Text;
using IncidentMesh.Detection.Posture.Manifests;

namespace IncidentMesh.Detection.Tests.Posture.Manifests;

public sealed class ManifestReaderTests
{
    [Theory]
    [InlineData("kind: Pod\nmetadata:\n  name: a\n---\nkind: Service\n---\n# nothing\n", "1 Pod|5 Service")]
    [InlineData("""{"kind":"Pod"}""", "1 Pod")]
    [InlineData("""{"kind":"Pod"}{"kind":"Job"}""", "1 Pod|1 Job")]
    [InlineData("{\"kind\":\"Pod\"}\n\n{\"kind\":\n\"Job\"}\n{\"kind\":\"CronJob\"}\n", "1 Pod|3 Job|5 CronJob")]
    [InlineData("{\"kind\":\"Pod\"}\n---\n{\"kind\":\"Job\"}", "1 Pod|3 Job")]
    [InlineData("[{\"kind\":\"Pod\"},\n{\"kind\":\"Job\"}]", "1 Pod|1 Job")]
    [InlineData("{kind: Pod}", "1 Pod")]
    [InlineData("\uFEFF{\"kind\":\"Pod\"}", "1 Pod")]
    [InlineData("", "")]
    public void Finds_the_documents_of_a_file_with_their_lines(string text, string documents) =>
        Assert.Equal(documents, string.Join('|', Read(text).Select(document => $"{document.Line} {document.Root.GetProperty("kind").GetString()}")));

    [Fact]
    public void A_broken_line_of_JSON_Lines_costs_that_line()
    {
        var documents = Read("{\"kind\":\"Pod\"}\n{\"kind\":\"Po\n{\"kind\":\"Job\"}\n").ToList();

        Assert.Equal([(1, true), (2, false), (3, true)], documents.Select(document => (document.Line, document.Problem is null)));
    }

    [Fact]
    public void Broken_YAML_is_a_problem_with_its_line_after_what_was_whole()
    {
        var documents = Read("kind: Pod\n---\nkind: [\n").ToList();

        Assert.Equal(2, documents.Count);
        Assert.Null(documents[0].Problem);
        Assert.StartsWith("is no YAML that can be read: ", documents[1].Problem, StringComparison.Ordinal);
        Assert.InRange(documents[1].Line, 3, 4);
    }

    [Theory]
    [InlineData("yes", "true")]
    [InlineData("On", "true")]
    [InlineData("off", "false")]
    [InlineData("n", "false")]
    [InlineData("~", "null")]
    [InlineData("0", "0")]
    [InlineData("0644", "420")]
    [InlineData("0x1F", "31")]
    [InlineData("0b11", "3")]
    [InlineData("-1_000", "-1000")]
    [InlineData("1.5", "1.5")]
    [InlineData("089", "89")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("'yes'", "\"yes\"")]
    [InlineData("\"0\"", "\"0\"")]
    [InlineData("99999999999999999999", "1E+20")]
    [InlineData("yes please", "\"yes please\"")]
    public void A_plain_scalar_is_what_kubectl_takes_it_for(string yaml, string json) =>
        Assert.Equal(json, Assert.Single(Read($"a: {yaml}")).Root.GetProperty("a").GetRawText());

    [Fact]
    public void Aliases_and_merges_are_put_in()
    {
        var root = Assert.Single(Read("base: &b {a: 1, b: 2}\nmerged:\n  <<: *b\n  b: 3\nlist: [*b]\nseveral:\n  <<: [{c: 4}, *b]\n")).Root;

        Assert.Equal("""{"b":3,"a":1}""", root.GetProperty("merged").GetRawText());
        Assert.Equal("""[{"a":1,"b":2}]""", root.GetProperty("list").GetRawText());
        Assert.Equal("""{"c":4,"a":1,"b":2}""", root.GetProperty("several").GetRawText());
    }

    [Fact]
    public void Aliases_that_multiply_without_end_are_refused()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
            bomb.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");

        Assert.Contains("values with its aliases", Assert.Single(Read(bomb.ToString())).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_text_that_aliases_repeat_is_refused()
    {
        var bomb = $"a: &a {new string('x', 1024 * 1024)}\nb: [{string.Join(", ", Enumerable.Repeat("*a", 1_000))}]\n";

        Assert.Equal("grows beyond 64 MiB with its aliases.", Assert.Single(Read(bomb)).Problem);
    }

    [Fact]
    public void Aliases_that_nest_ever_deeper_are_refused()
    {
        var bomb = new StringBuilder("a0: &a0 x\n");
        for (var i = 1; i < 100; i++)
            bomb.Append($"a{i}: &a{i} [*a{i - 1}]\n");

        Assert.Equal("nests deeper than 64 with its aliases.", Assert.Single(Read(bomb.ToString())).Problem);
    }

    [Fact]
    public void Half_a_character_is_refused_and_broken_UTF_8_replaced()
    {
        Assert.Equal("has a text with half of a character, such as \\ud800.", Assert.Single(Read("""{"a":"\ud800"}""")).Problem);
        Assert.Equal("\U0001F600", Assert.Single(Read("""{"a":"\ud83d\ude00"}""")).Root.GetProperty("a").GetString());
        byte[] broken = [.. "{\"a\":\""u8, 0xff, .. "\"}"u8];
        Assert.Equal("\uFFFD", ManifestReader.Read("file", broken).Select(document => document.Root.GetProperty("a").GetString()).Single());
    }

    [Fact]
    public void JSON_that_nests_without_end_is_refused() =>
        Assert.NotNull(Assert.Single(Read(new string('[', 100_000))).Problem);

    [Fact]
    public void A_key_that_is_there_twice_is_refused_because_one_of_them_would_not_count() =>
        Assert.Equal("has a key for the second time.", Assert.Single(Read("a: 1\na: 2\n")).Problem);

    private static IEnumerable<ManifestDocument> Read(string text)
    {
        foreach (var document in ManifestReader.Read("file", Encoding.UTF8.GetBytes(text)))
            yield return document.Problem is null ? document with { Root = document.Root.Clone() } : document;
    }
}
