using System.Buffers.Text;

namespace IncidentMesh.Detection.Rules.Values;

/// <summary>A network in CIDR notation. Bits of the host in the constant do not matter.</summary>
/// <param name="Address">Any address of the network.</param>
/// <param name="PrefixLength">Number of bits that all its addresses share.</param>
public readonly record struct IpRange(IpValue Address, int PrefixLength)
{
    /// <summary>Whether an address lies in the network; never for one of the other family.</summary>
    public bool Contains(IpValue other) =>
        other.IsV6 == Address.IsV6
        && (PrefixLength == 0 || (other.Bits ^ Address.Bits) >> (Address.Width - PrefixLength) == UInt128.Zero);

    /// <summary>Reads an address, a slash and a number of bits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IpRange range)
    {
        range = default;
        var slash = text.IndexOf((byte)'/');
        if (slash < 0 || !IpValue.TryParse(text[..slash], out var address))
            return false;
        var bits = text[(slash + 1)..];
        if (!Utf8Parser.TryParse(bits, out byte length, out var read) || read != bits.Length || length > address.Width)
            return false;
        range = new IpRange(address, length);
        return true;
    }
}
