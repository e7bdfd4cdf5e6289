using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace IncidentMesh.Detection.Rules.Values;

/// <summary>An IPv4 or IPv6 address as a number. The families never compare equal.</summary>
/// <param name="Bits">The address, most significant byte first.</param>
/// <param name="IsV6">The family.</param>
public readonly record struct IpValue(UInt128 Bits, bool IsV6)
{
    private static readonly SearchValues<byte> DigitsAndPoints = SearchValues.Create("0123456789."u8);

    /// <summary>Number of bits of the family's addresses.</summary>
    public int Width => IsV6 ? 128 : 32;

    /// <summary>Reads an address: four decimal numbers, or IPv6 as in RFC 4291.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IpValue address)
    {
        address = default;
        var isV6 = text.Contains((byte)':');
        if (text.Contains((byte)'%') || text.Contains((byte)'[') || !isV6 && !IsDottedQuad(text) || !IPAddress.TryParse(text, out var parsed))
            return false;
        Span<byte> bytes = stackalloc byte[16];
        if (!parsed.TryWriteBytes(bytes, out var length) || isV6 != (parsed.AddressFamily == AddressFamily.InterNetworkV6))
            return false;
        address = length == 4
            ? new IpValue(BinaryPrimitives.ReadUInt32BigEndian(bytes), IsV6: false)
            : new IpValue(BinaryPrimitives.ReadUInt128BigEndian(bytes), IsV6: true);
        return true;
    }

    /// <summary>.NET also takes <c>10.1</c> and <c>0x7f.1</c>, which name other addresses than one thinks.</summary>
    private static bool IsDottedQuad(ReadOnlySpan<byte> text) =>
        text.Count((byte)'.') == 3 && text.IndexOfAnyExcept(DigitsAndPoints) < 0 && !HasLeadingZero(text);

    private static bool HasLeadingZero(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] == '0' && text[i + 1] != '.' && (i == 0 || text[i - 1] == '.'))
                return true;
        }

        return false;
    }
}
