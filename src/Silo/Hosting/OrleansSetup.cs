using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;

namespace IncidentMesh.Silo.Hosting;

/// <summary>The silo's side of Orleans.</summary>
internal static class OrleansSetup
{
    /// <summary>Below the ports that systems give to connections (Linux: from 32,768): any connection could take one of those before the silo listens.</summary>
    private const int FirstPort = 20_000, EndOfPorts = 32_768;

    public static void AddOrleansSilo(this WebApplicationBuilder builder)
    {
        // Alone on its machine, the silo needs a port only because Orleans listens: a free one does. Orleans lets clients
        // of other processes in, such as a gateway apart, only where they are told its port: Orleans:GatewayPort.
        var siloPort = builder.Configuration.GetValue("Orleans:SiloPort", 0);
        var gatewayPort = builder.Configuration.GetValue("Orleans:GatewayPort", 0);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort > 0 ? siloPort : FreePort(), gatewayPort);
            silo.Configure<ClusterOptions>(options =>
            {
                options.ClusterId = "incidentmesh";
                options.ServiceId = "incidentmesh";
            });
        });
    }

    private static int FreePort()
    {
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var port = Random.Shared.Next(FirstPort, EndOfPorts);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another program's: the next one is tried.
            }
        }
    }
}
