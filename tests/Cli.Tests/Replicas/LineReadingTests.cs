using System.Text;
using IncidentMesh.Cli.Replicas;

namespace IncidentMesh.Cli.Tests.Replicas;

public sealed class LineReadingTests
{
    private const int Longest = 100_000;

    [Theory]
    [InlineData("", "")]
    [InlineData("one", "1:one")]
    [InlineData("one\n", "1:one")]
    [InlineData("one\ntwo", "1:one 2:two")]
    [InlineData("\uFEFFone\r\n\ntwo\n", "1:one\r 2: 3:two")]
    public async Task Lines_are_numbered_from_1(string text, string expected) => Assert.Equal(expected, await Read(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public async Task However_the_bytes_come_the_lines_are_the_same() =>
        Assert.Equal("1:one 2:two 3:three", await Read(new Pieces("on", "e", "\n", "two\nth", "ree")));

    [Fact]
    public async Task A_line_is_given_before_the_next_has_come()
    {
        await using var lines = LineReading.OfAsync(new Pieces("one\n", "two\n"), Longest, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("one", Encoding.UTF8.GetString(lines.Current.Text!.Value.Span));
    }

    [Theory]
    [InlineData(0, "1:short 2:xxx 3:short")]
    [InlineData(1, "1:short 2:too long 3:short")]
    [InlineData(1_000_000, "1:short 2:too long 3:short")]
    public async Task A_line_that_is_too_long_is_passed_over(int beyond, string expected)
    {
        var text = $"short\n{new string('x', Longest + beyond)}\nshort";
        Assert.Equal(expected, (await Read(new MemoryStream(Encoding.UTF8.GetBytes(text)))).Replace(new string('x', Longest), "xxx", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_line_may_be_too_long_too() =>
        Assert.Equal("1:too long", await Read(new MemoryStream(new byte[Longest + 1])));

    private static async Task<string> Read(Stream stream)
    {
        var lines = new List<string>();
        await foreach (var line in LineReading.OfAsync(stream, Longest, TestContext.Current.CancellationToken))
            lines.Add($"{line.Number}:{(line.Text is { } text ? Encoding.UTF8.GetString(text.Span) : "too long")}");
        return string.Join(' ', lines);
    }

    /// <summary>A pipe that gives a piece at a time.</summary>
    private sealed class Pieces(params string[] pieces) : MemoryStream
    {
        private readonly Queue<string> _pieces = new(pieces);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(_pieces.TryDequeue(out var piece) ? Encoding.UTF8.GetBytes(piece, buffer.Span) : 0);
    }
}
