namespace IncidentMesh.Gateway.Alone;

internal sealed partial class SiloConnection
{
    [LoggerMessage(4501, LogLevel.Warning,
        "No silo is reachable at {Silos} (Gateway:Silos): start one with --Orleans:GatewayPort={Port}. Trying every {Seconds} s; not ready until then.")]
    private partial void LogUnreachable(string silos, int port, double seconds);

    [LoggerMessage(4502, LogLevel.Information, "Connected to a silo at {Silos}.")]
    private partial void LogConnected(string silos);

    [LoggerMessage(4503, LogLevel.Warning, "The connection to the silo at {Silos} is lost. Trying every {Seconds} s; not ready until then.")]
    private partial void LogLost(string silos, double seconds);
}
