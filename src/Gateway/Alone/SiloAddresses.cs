using System.Net;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Gateway.Alone;

/// <summary>Where a gateway alone looks for silos: setting <c>Gateway:Silos</c>.</summary>
internal static class SiloAddresses
{
    public const string Key = "Gateway:Silos";

    /// <summary>The address of a silo that was started with <c>--Orleans:GatewayPort=30000</c> on this machine.</summary>
    public const string Default = "127.0.0.1:30000";

    /// <param name="setting">Addresses as <c>IP:port</c>, with commas between them; null or empty for <see cref="Default"/>.</param>
    /// <returns>At least one address.</returns>
    /// <exception cref="OptionsValidationException">One of them is no IP address with a port.</exception>
    public static IReadOnlyList<IPEndPoint> Parse(string? setting)
    {
        var parts = (string.IsNullOrWhiteSpace(setting) ? Default : setting).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var addresses = new List<IPEndPoint>();
        foreach (var part in parts)
        {
            if (!IPEndPoint.TryParse(part, out var address) || address.Port == 0)
                throw Wrong($"{Key} has '{part}': each address is an IP address and a port, as in {Default}.");
            addresses.Add(address);
        }

        return addresses.Count > 0 ? addresses : throw Wrong($"{Key} names no silo: write an IP address and a port, as in {Default}.");
    }

    private static OptionsValidationException Wrong(string fault) => new(Key, typeof(string), [fault]);
}
