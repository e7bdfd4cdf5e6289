using System.Net;

namespace IncidentMesh.Detection.Posture.Exposure.Addresses;

/// <summary>Where an address or a host name of a load balancer can be reached from, by itself.</summary>
internal static class AddressKind
{
    /// <param name="address">An IP address or a host name.</param>
    /// <returns>Whether the Internet reaches it; null where the name does not tell.</returns>
    public static bool? IsPublic(string address)
    {
        if (IPAddress.TryParse(address, out var parsed))
            return AddressSet.Public.Contains(parsed);

        // AWS names its internal load balancers so; their other names are of those that face the Internet.
        if (address.EndsWith(".elb.amazonaws.com", StringComparison.OrdinalIgnoreCase))
            return !address.StartsWith("internal-", StringComparison.OrdinalIgnoreCase);
        return null;
    }
}
