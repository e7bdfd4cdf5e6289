using System.Net;
using IncidentMesh.Gateway;
using Orleans.Configuration;

var builder = WebApplication.CreateBuilder(args);
builder.UseOrleansClient(client =>
{
    var silos = builder.Configuration.GetSection("Gateway:Silos").Get<string[]>() ?? ["127.0.0.1:30000"];
    client.UseStaticClustering([.. silos.Select(IPEndPoint.Parse)]);
    client.Configure<ClusterOptions>(cluster =>
    {
        cluster.ClusterId = "incidentmesh";
        cluster.ServiceId = "incidentmesh";
    });
});
builder.Services.AddGateway(builder.Configuration);

var app = builder.Build();
app.MapGateway();
await app.RunAsync();
