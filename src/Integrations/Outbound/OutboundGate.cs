using System.Net;
using System.Net.Sockets;

namespace IncidentMesh.Integrations.Outbound;

/// <summary>
/// Opens the connections of this room's clients: to the one configured host only, and only to public addresses of it.
/// The address is checked where the connection is made, so that a name that resolves to something else a moment later
/// gains nothing. A loopback host is reached only where the configuration names it, and only on loopback.
/// </summary>
internal sealed class OutboundGate(Uri allowed, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    /// <summary>Hosts of the services that this room talks to.</summary>
    public static readonly IReadOnlyList<string> KnownHosts = ["slack.com", "events.pagerduty.com", "events.eu.pagerduty.com"];

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>A handler that follows no redirect, keeps no cookies, uses no proxy and connects through this gate.</summary>
    public SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // A proxy would resolve the name itself, past the check below.
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 32,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, cancellationToken),
    };

    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        if (!string.Equals(target.Host, allowed.IdnHost, StringComparison.OrdinalIgnoreCase) || target.Port != allowed.Port)
            throw new OutboundRefusedException($"Connections go to {allowed.IdnHost}:{allowed.Port} only, not to {target.Host}:{target.Port}.");

        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await _resolve(target.Host, cancellationToken);
        var usable = Array.FindAll(addresses, allowed.IsLoopback ? IPAddress.IsLoopback : PublicAddress.Is);
        if (usable.Length == 0)
            throw new OutboundRefusedException($"{target.Host} resolves to no {(allowed.IsLoopback ? "loopback" : "public")} address.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(usable, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
