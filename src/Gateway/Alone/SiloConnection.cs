using System.Net;

namespace IncidentMesh.Gateway.Alone;

/// <summary>
/// Whether a silo is connected. While none is, the gateway goes on to try, is not ready, and answers 503: to end would
/// only have it started again, and lose the answer that tells senders to wait.
/// </summary>
internal sealed partial class SiloConnection(IReadOnlyList<IPEndPoint> silos, TimeProvider time, ILogger<SiloConnection> logger)
    : IClientConnectionRetryFilter
{
    /// <summary>Time between tries, at the start and after a loss.</summary>
    public static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(2);

    private readonly string _silos = string.Join(", ", silos);
    private volatile bool _connected;
    private bool _told;

    /// <summary>Whether at least one silo is connected.</summary>
    public bool IsConnected => _connected;

    /// <summary>Orleans asks this only until it was connected once; later it tries on its own.</summary>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (!_told)
            LogUnreachable(_silos, silos[0].Port, RetryEvery.TotalSeconds);
        _told = true;
        await Task.Delay(RetryEvery, time, cancellationToken);
        return true;
    }

    /// <summary>Notes how many silos are connected now.</summary>
    public void Changed(int connected)
    {
        var was = _connected;
        _connected = connected > 0;
        if (_connected && !was)
            LogConnected(_silos);
        else if (was && !_connected)
            LogLost(_silos, RetryEvery.TotalSeconds);
    }
}
