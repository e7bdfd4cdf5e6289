using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IncidentMesh.Detection.Rules.Events.Json;

/// <summary>The bytes of a block that mean something to JSON, each kind as a bit mask.</summary>
internal readonly struct JsonBytes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public JsonBytes(ReadOnlySpan<byte> block)
    {
        var low = Vector256.Create(block[..32]);
        var high = Vector256.Create(block[32..JsonBlock.Size]);
        Quotes = Bits(Vector256.Equals(low, Of('"')), Vector256.Equals(high, Of('"')));
        Backslashes = Bits(Vector256.Equals(low, Of('\\')), Vector256.Equals(high, Of('\\')));

        // Below 0x20: there is no comparison of unsigned bytes, but the least of two.
        Controls = Bits(Vector256.Equals(Vector256.Min(low, Of('\u001f')), low), Vector256.Equals(Vector256.Min(high, Of('\u001f')), high));

        // Square and curly brackets differ in this bit only, and no other character becomes one by it.
        low |= Of(' ');
        high |= Of(' ');
        Opens = Bits(Vector256.Equals(low, Of('{')), Vector256.Equals(high, Of('{')));
        Closes = Bits(Vector256.Equals(low, Of('}')), Vector256.Equals(high, Of('}')));
    }

    public ulong Quotes { get; }

    public ulong Backslashes { get; }

    public ulong Controls { get; }

    public ulong Opens { get; }

    public ulong Closes { get; }

    private static Vector256<byte> Of(char value) => Vector256.Create((byte)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | (ulong)high.ExtractMostSignificantBits() << 32;
}
