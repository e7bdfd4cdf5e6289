using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace IncidentMesh.Integrations.Outbound;

/// <summary>Which base addresses a configuration may name.</summary>
internal static class OutboundAddress
{
    /// <summary>
    /// Accepts https to a host of <see cref="OutboundGate.KnownHosts"/> and http or https to this machine. The result
    /// ends in a slash.
    /// </summary>
    /// <returns>What is wrong with it, for people; null where nothing is.</returns>
    public static string? Check(string text, out Uri? address)
    {
        address = null;
        if (!Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var uri) || !IsWeb(uri))
            return "must be an absolute http or https address";
        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            return "must not hold a user, a query or a fragment";
        if (!IsThisMachine(uri) && (uri.Scheme != Uri.UriSchemeHttps || !OutboundGate.KnownHosts.Contains(uri.IdnHost)))
            return $"must be https to one of {string.Join(", ", OutboundGate.KnownHosts)}, or an address of this machine (127.0.0.1) for tests";

        address = uri;
        return null;
    }

    /// <summary>An address that people may be sent to: absolute http or https, and short.</summary>
    public static bool IsLink([NotNullWhen(true)] string? text) =>
        text is { Length: <= 2048 } && Uri.TryCreate(text, UriKind.Absolute, out var uri) && IsWeb(uri) && uri.UserInfo.Length == 0;

    private static bool IsWeb(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp;

    public static bool IsThisMachine(Uri uri) =>
        uri.IdnHost == "localhost" || (IPAddress.TryParse(uri.IdnHost, out var address) && IPAddress.IsLoopback(address) && !address.IsIPv4MappedToIPv6);
}
