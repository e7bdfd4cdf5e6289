using System.Net;
using System.Net.Sockets;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>Stands between a client and a server on loopback, and cuts what goes through it as a bad network does.</summary>
public sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<Socket> _open = [];
    private readonly Lock _gate = new();
    private readonly Task _running;
    private bool _blocked;

    /// <param name="target">Port of the server.</param>
    public CuttableProxy(int target)
    {
        _target = target;
        _listener.Start();
        _running = AcceptAsync(_stopping.Token);
    }

    public Uri Address => new($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Resets every connection; new ones are let through.</summary>
    public void CutAll()
    {
        lock (_gate)
        {
            foreach (var socket in _open)
                Reset(socket);
            _open.Clear();
        }
    }

    /// <summary>Lets nothing through until <see cref="Unblock"/>.</summary>
    public void Block()
    {
        lock (_gate)
            _blocked = true;
        CutAll();
    }

    public void Unblock()
    {
        lock (_gate)
            _blocked = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        CutAll();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync(cancellationToken);
            _ = ForwardAsync(client);
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        lock (_gate)
        {
            if (_blocked)
            {
                Reset(client);
                return;
            }

            _open.UnionWith([client, server]);
        }

        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (SocketException)
        {
            // Nobody listens: the client notices by its own connection.
        }

        lock (_gate)
        {
            _open.ExceptWith([client, server]);
            Reset(client);
            Reset(server);
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        await using var source = new NetworkStream(from);
        await using var target = new NetworkStream(to);
        await source.CopyToAsync(target);
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }

        socket.Close();
    }
}
