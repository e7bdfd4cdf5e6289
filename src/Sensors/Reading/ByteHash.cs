using System.Runtime.InteropServices;

namespace IncidentMesh.Sensors.Reading;

/// <summary>A quick hash, the same in every process. Not cryptographic: for tables that may be wrong about nothing.</summary>
internal static class ByteHash
{
    private const ulong Odd = 0x9E3779B97F4A7C15;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length * Odd;
        var rest = bytes;
        while (rest.Length >= 8)
        {
            hash = Mix(hash, MemoryMarshal.Read<ulong>(rest));
            rest = rest[8..];
        }

        if (rest.IsEmpty)
            return hash;
        if (bytes.Length >= 8)
            return Mix(hash, MemoryMarshal.Read<ulong>(bytes[^8..]));

        var last = 0UL;
        foreach (var value in rest)
            last = (last << 8) | value;
        return Mix(hash, last);
    }

    private static ulong Mix(ulong hash, ulong word)
    {
        var product = Math.BigMul(hash ^ word, Odd, out var low);
        return product ^ low;
    }
}
