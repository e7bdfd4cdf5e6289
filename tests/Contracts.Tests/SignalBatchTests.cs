using System.Text;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Contracts.Tests;

public sealed class SignalBatchTests
{
    [Fact]
    public void Events_come_back_byte_for_byte_after_a_round_trip()
    {
        var body = Encoding.UTF8.GetBytes("""[{"a":1}, {"b":"ü"},{}]""");
        var framed = SignalBatch.Frame(body, [1..8, 10..20, ^3..^1]);

        var read = SignalBatch.Read(framed.Payload);

        Assert.Equal(3, read.Count);
        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString(read[0].Span));
        Assert.Equal("""{"b":"ü"}"""[..^1], Encoding.UTF8.GetString(read[1].Span)[..^1]);
        Assert.Equal("{}", Encoding.UTF8.GetString(read[2].Span));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 9, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 255, 255, 255, 127 })]
    [InlineData(new byte[] { 1, 255, 255, 255, 255 })]
    [InlineData(new byte[] { 1, 1, 0, 0, 0, 5, 0, 0, 0, 65 })]
    [InlineData(new byte[] { 1, 1, 0, 0, 0, 251, 255, 255, 255 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 65 })]
    public void A_damaged_entry_is_named_as_such(byte[] payload) =>
        Assert.Throws<FormatException>(() => SignalBatch.Read(payload));
}
