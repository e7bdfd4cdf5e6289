using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IncidentMesh.Sensors.Mapping;

/// <summary>
/// Features of a replica as a server, and of what it looks up: the same from every sensor. Callers are told apart by
/// network, because their own addresses are chance; so are ports that the system gave.
/// </summary>
internal static class NetworkActivity
{
    private const int FirstOfSystem = 32_768;
    private const int LongestProtocol = 16;
    private const int LongestName = 255;

    /// <returns><c>listen|8080/tcp</c>; null where no port is known.</returns>
    public static string? Listen(string? port, string? protocol) => Port(port) is { } known ? $"listen|{known}{Suffix(protocol)}" : null;

    /// <param name="peer">Who called: an address, or the name of a workload.</param>
    /// <param name="port">The port that was called, if known.</param>
    /// <param name="protocol">Its protocol, if known.</param>
    /// <returns><c>accept|10.42.3.0/24->8080/tcp</c>; null where nobody is known to have called.</returns>
    public static string? Accept(string? peer, string? port, string? protocol) =>
        string.IsNullOrEmpty(peer) ? null : $"accept|{Network(peer)}{(Port(port) is { } known ? $"->{known}{Suffix(protocol)}" : "")}";

    /// <returns><c>dns|db.example</c>, without labels that are made up; null where no name is known.</returns>
    public static string? Lookup(string? name)
    {
        var asked = name?.TrimEnd('.');
        return asked is { Length: > 0 and <= LongestName } ? $"dns|{NameTemplate(asked.ToLowerInvariant())}" : null;
    }

    private static string NameTemplate(string name)
    {
        Span<byte> utf8 = stackalloc byte[4 * LongestName];
        Span<byte> template = stackalloc byte[(4 * LongestName) + PathTemplate.MostLonger];
        utf8 = utf8[..Encoding.UTF8.GetBytes(name, utf8)];
        return Encoding.UTF8.GetString(template[..PathTemplate.WriteParts(utf8, (byte)'.', template)]);
    }

    private static string? Port(string? port) =>
        !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > ushort.MaxValue ? null
        : number >= FirstOfSystem ? "ephemeral"
        : number.ToString(CultureInfo.InvariantCulture);

    private static string Suffix(string? protocol) => protocol is { Length: > 0 and <= LongestProtocol } ? $"/{protocol.ToLowerInvariant()}" : "";

    private static string Network(string peer)
    {
        if (!IPAddress.TryParse(peer, out var address))
            return peer;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return "localhost";
        var bytes = address.GetAddressBytes();
        var kept = address.AddressFamily == AddressFamily.InterNetwork ? 3 : 8;
        bytes.AsSpan(kept).Clear();
        return $"{new IPAddress(bytes)}/{8 * kept}";
    }
}
