using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace IncidentMesh.Kubernetes.Api.Http;

/// <summary>
/// Checks that a certificate is for the server that was meant. KubernetesClient 21.0.8 looks only at the chain once a
/// kubeconfig gives a CA, and so would talk to anybody with a certificate of that CA, such as any kubelet.
/// </summary>
internal static class ServerNames
{
    /// <param name="expected"><c>tls-server-name</c> of the kubeconfig; null or empty for the host of the address.</param>
    /// <param name="verifyChain">The client's own check of the chain.</param>
    public static RemoteCertificateValidationCallback Verify(string? expected, RemoteCertificateValidationCallback verifyChain) =>
        (sender, certificate, chain, errors) =>
        {
            var isMeant = string.IsNullOrEmpty(expected)
                ? !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                : certificate is X509Certificate2 whole && whole.MatchesHostname(expected);
            return isMeant
                && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)
                && verifyChain(sender, certificate, chain, errors & SslPolicyErrors.RemoteCertificateChainErrors);
        };
}
