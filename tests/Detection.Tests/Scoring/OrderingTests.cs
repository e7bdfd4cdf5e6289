using System.Globalization;
using System.Text.Json;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Scoring;
using IncidentMesh.Detection.Scoring.Input;

namespace IncidentMesh.Detection.Tests.Scoring;

/// <summary>testassets/scoring/orderings.jsonl says which of two comes first; it was written before the weights.</summary>
public sealed class OrderingTests
{
    private static readonly ScoreInputReader Reader = new(new ContextReading(ContextOptions.Default));

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "testassets", "scoring", "orderings.jsonl"));

    public static TheoryData<int, string> Orderings => [.. Lines.Select((line, index) => (index, Why(line)))];

    [Theory]
    [MemberData(nameof(Orderings))]
    public void The_first_comes_before_the_second(int line, string why)
    {
        using var json = JsonDocument.Parse(Lines[line]);
        var (first, second) = (Assess(json.RootElement, "first"), Assess(json.RootElement, "second"));

        Assert.True(
            first.Value > second.Value,
            string.Create(CultureInfo.InvariantCulture, $"{why} The first has {first.Value:0.00}, the second {second.Value:0.00}."));
    }

    [Fact]
    public void There_are_enough_of_them() => Assert.True(Lines.Length >= 40);

    private static AssessedScore Assess(JsonElement ordering, string member)
    {
        var text = "{\"id\":\"" + member + "\"," + ordering.GetProperty(member).GetRawText()[1..];
        using var json = JsonDocument.Parse(text);
        var read = Reader.Read(json.RootElement);
        Assert.Empty(read.Problems);
        Assert.Empty(read.Notes);
        return ScoreModel.Assess(read.Input!.Risk, ScoreWeights.Default);
    }

    private static string Why(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("why").GetString()!;
    }
}
