using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IncidentMesh.Detection.Posture.Exposure.Addresses;

/// <summary>A set of IP addresses of both versions, as ranges that neither touch nor overlap.</summary>
public sealed class AddressSet
{
    // IPv4 stands where RFC 4291 maps it; what is parsed as IPv6 never includes that.
    private static readonly UInt128 Mapped = new(0, 0x0000_FFFF_0000_0000);
    private static readonly UInt128 MappedEnd = Mapped + uint.MaxValue;

    private readonly List<(UInt128 First, UInt128 Last)> _ranges;

    private AddressSet(List<(UInt128 First, UInt128 Last)> ranges) => _ranges = ranges;

    public static AddressSet Empty { get; } = new([]);

    public static AddressSet All { get; } = new([(UInt128.Zero, UInt128.MaxValue)]);

    /// <summary>
    /// Addresses that are routed in the Internet. Those for documentation (RFC 5737) count as such, because examples and
    /// tests mean the Internet by them.
    /// </summary>
    /// <remarks>IANA's special-purpose address registries.</remarks>
    public static AddressSet Public { get; } = Parse("0.0.0.0/0")
        .Except(Of("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3"))
        .Union(Parse("2000::/3"));

    /// <summary>Addresses of private networks: of the data centre, the cloud's network, the cluster itself.</summary>
    public static AddressSet Private { get; } = Of("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

    public bool IsEmpty => _ranges.Count == 0;

    /// <param name="text">A network such as <c>10.0.0.0/8</c>, or an address. Bits behind the prefix are passed over.</param>
    /// <param name="set">The set; empty where the text is no network.</param>
    public static bool TryParse(string? text, out AddressSet set)
    {
        set = Empty;
        var slash = text?.IndexOf('/') ?? -1;
        if (!IPAddress.TryParse(slash < 0 ? text : text!.AsSpan(0, slash), out var address))
            return false;
        var isFour = address.AddressFamily == AddressFamily.InterNetwork;
        var bits = isFour ? 32 : 128;
        var prefix = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > bits))
            return false;

        var rest = prefix == bits ? UInt128.Zero : UInt128.MaxValue >> (128 - bits + prefix);
        var first = Number(address) & ~rest;
        var found = new AddressSet([(first, first | rest)]);
        set = isFour ? found : found.Except(new AddressSet([(Mapped, MappedEnd)]));
        return true;
    }

    public bool Contains(IPAddress address)
    {
        var number = Number(address);
        return _ranges.Exists(range => range.First <= number && number <= range.Last);
    }

    public bool Overlaps(AddressSet other) => !Intersect(other).IsEmpty;

    public AddressSet Union(AddressSet other)
    {
        var merged = new List<(UInt128 First, UInt128 Last)>();
        foreach (var range in _ranges.Concat(other._ranges).OrderBy(static range => range.First))
        {
            if (merged.Count > 0 && (merged[^1].Last == UInt128.MaxValue || range.First <= merged[^1].Last + 1))
                merged[^1] = (merged[^1].First, UInt128.Max(merged[^1].Last, range.Last));
            else
                merged.Add(range);
        }

        return new AddressSet(merged);
    }

    public AddressSet Intersect(AddressSet other)
    {
        var common = new List<(UInt128, UInt128)>();
        var (i, j) = (0, 0);
        while (i < _ranges.Count && j < other._ranges.Count)
        {
            var (first, last) = (UInt128.Max(_ranges[i].First, other._ranges[j].First), UInt128.Min(_ranges[i].Last, other._ranges[j].Last));
            if (first <= last)
                common.Add((first, last));
            if (_ranges[i].Last < other._ranges[j].Last)
                i++;
            else
                j++;
        }

        return new AddressSet(common);
    }

    public AddressSet Except(AddressSet other) => Intersect(other.Complement());

    private AddressSet Complement()
    {
        var gaps = new List<(UInt128, UInt128)>();
        var next = UInt128.Zero;
        foreach (var (first, last) in _ranges)
        {
            if (first > next)
                gaps.Add((next, first - 1));
            if (last == UInt128.MaxValue)
                return new AddressSet(gaps);
            next = last + 1;
        }

        gaps.Add((next, UInt128.MaxValue));
        return new AddressSet(gaps);
    }

    private static AddressSet Of(params ReadOnlySpan<string> networks)
    {
        var set = Empty;
        foreach (var network in networks)
            set = set.Union(Parse(network));
        return set;
    }

    private static AddressSet Parse(string network) =>
        TryParse(network, out var set) ? set : throw new FormatException($"'{network}' is no network.");

    private static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
