using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Tests.Folding;

public sealed class RuleExamplesTests
{
    [Fact]
    public void Numbers_and_generated_names_make_no_other_example()
    {
        var examples = Examples(
            "shell by web-6d8f7c9b5d-x7k2p pid=41 at 09:10:00.42",
            "shell by web-6d8f7c9b5d-p9x3z pid=99 at 09:10:07.01",
            "shell by api-5c9b7d8f6d-m4k2p pid=7 at 09:11:00.00");

        Assert.Equal(["shell by web-6d8f7c9b5d-x7k2p pid=41 at 09:10:00.42", "shell by api-5c9b7d8f6d-m4k2p pid=7 at 09:11:00.00"], examples);
    }

    [Fact]
    public void The_earliest_few_are_kept() =>
        Assert.Equal(["a", "b", "c"], Examples("a", "b", "a", "c", "d", "e", "f"));

    [Theory]
    [InlineData("x", 200)]
    [InlineData("é", 100)]
    [InlineData("界", 66)]
    [InlineData("😀", 50)]
    public void They_are_cut_by_bytes_and_between_characters(string letter, int kept) =>
        Assert.Equal([string.Concat(Enumerable.Repeat(letter, kept))], Examples(string.Concat(Enumerable.Repeat(letter, 300))));

    [Fact]
    public void What_says_nothing_is_no_example() => Assert.Empty(Examples("", ""));

    private static IEnumerable<string> Examples(params string[] texts)
    {
        var detection = new SignalDetection { Rule = "r", Title = "r", Severity = Severity.Low };
        var builder = new FoldBuilder();
        foreach (var (at, text) in texts.Index().Reverse())
            builder.Add(new ObservedSignal(0, SignalMaker.Falco(second: at) with { Summary = text }, [detection]), null);
        return builder.ToFold().Rules[0].Examples.Select(example => example.Text);
    }
}
