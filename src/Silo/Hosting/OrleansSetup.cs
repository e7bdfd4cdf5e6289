using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;

namespace IncidentMesh.Silo.Hosting;

/// <summary>The silo's side of Orleans.</summary>
internal static class OrleansSetup
{
    public static void AddOrleansSilo(this WebApplicationBuilder builder)
    {
        // Alone on its machine, the silo needs ports only because Orleans listens: free ones do. A gateway in another
        // process needs to know them: Orleans:GatewayPort.
        var siloPort = builder.Configuration.GetValue("Orleans:SiloPort", 0);
        var gatewayPort = builder.Configuration.GetValue("Orleans:GatewayPort", 0);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort > 0 ? siloPort : FreePort(), gatewayPort > 0 ? gatewayPort : FreePort());
            silo.Configure<ClusterOptions>(options =>
            {
                options.ClusterId = "incidentmesh";
                options.ServiceId = "incidentmesh";
            });
        });
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
