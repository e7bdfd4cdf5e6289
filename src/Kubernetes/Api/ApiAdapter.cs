using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Kubernetes.Connections;
using IncidentMesh.Kubernetes.Watching;
using k8s;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Kubernetes.Api;

/// <summary>Reaches real API servers, by kubeconfig or from within the cluster.</summary>
internal sealed class ApiAdapter(
    WatchedInventories inventories, IOptions<KubernetesOptions> options, KubernetesInstruments instruments, TimeProvider time, ILogger<ApiCluster> logger) : IClusterAdapter
{
    public string Name => ClusterAdapters.Kubernetes;

    /// <summary>A kubeconfig is read anew when the file has changed: tokens and certificates in it are rotated.</summary>
    public long Version(ClusterConnection connection) =>
        connection.KubeconfigPath is { } path ? File.GetLastWriteTimeUtc(path).Ticks : 0;

    public ClusterAnswer<ICluster> Connect(ClusterConnection connection)
    {
        try
        {
            var configuration = connection.KubeconfigPath is { } path
                ? KubernetesClientConfiguration.BuildConfigFromConfigFile(path, connection.Context)
                : KubernetesClientConfiguration.InClusterConfig();
            SocketsHttpHandler? handler = null;
            configuration.FirstMessageHandlerSetup = made => handler = made;
            var client = new k8s.Kubernetes(configuration);
            Prepare(handler ?? throw new InvalidOperationException("KubernetesClient did not hand over its handler."), configuration);
            var http = new ApiConnection(client, connection.Cluster, options.Value.RequestTimeout, time);
            return ClusterAnswer<ICluster>.Of(new ApiCluster(connection.Cluster, http, inventories, options.Value, instruments, time, logger));
        }
        catch (Exception e)
        {
            // A boundary: the client throws whatever it meets in a file that is missing, not a kubeconfig, or names a
            // plug-in that does not run.
            var place = connection.KubeconfigPath is null ? "the service account of this pod" : connection.KubeconfigPath;
            return new ClusterFault(FaultKind.Unavailable, $"Cluster '{connection.Cluster}' cannot be reached by {place}: {e.Message}");
        }
    }

    private static void Prepare(SocketsHttpHandler handler, KubernetesClientConfiguration configuration)
    {
        if (!configuration.SkipTlsVerify && handler.SslOptions.RemoteCertificateValidationCallback is { } verifyChain)
            handler.SslOptions.RemoteCertificateValidationCallback = ServerNames.Verify(configuration.TlsServerName, verifyChain);

        // Credentials are for the address that was configured, and for no other.
        handler.AllowAutoRedirect = false;
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        // A connection that has gone silent is noticed while watches hang on it.
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(15);
        // A name that moves to another address is followed.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(15);
    }
}
