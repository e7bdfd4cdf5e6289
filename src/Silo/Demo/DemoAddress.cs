using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IncidentMesh.Silo.Demo;

/// <summary>Where this process listens.</summary>
internal sealed class DemoAddress(IServer server)
{
    /// <summary>Where the command line looks when it is told nothing.</summary>
    public const string Usual = "http://127.0.0.1:8080";

    public string Value => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? Usual;
}
