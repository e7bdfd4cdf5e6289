using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>A certificate authority for one run of a test server, and the files that a control plane wants from it.</summary>
public sealed class TestCertificates : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly string _folder;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public TestCertificates(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        var request = new CertificateRequest("CN=test-ca", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(FileOf("ca.crt"), _authority.ExportCertificatePem());
        WriteSecret(FileOf("ca.key"), _key.ExportECPrivateKeyPem());
    }

    public string FileOf(string name) => Path.Combine(_folder, name);

    /// <summary>Writes <c>name.crt</c> and <c>name.key</c> for a server on loopback.</summary>
    public void IssueServer(string name, string commonName)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddIpAddress(IPAddress.Loopback);
        alternatives.AddIpAddress(IPAddress.Parse("10.96.0.1"));
        foreach (var host in new[] { "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc" })
            alternatives.AddDnsName(host);
        Issue(name, $"CN={commonName}", ServerAuthentication, alternatives.Build());
    }

    /// <summary>A certificate for a server of that host name only.</summary>
    public X509Certificate2 IssueFor(string host)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddDnsName(host);
        Issue(host, $"CN={host}", ServerAuthentication, alternatives.Build());
        return X509Certificate2.CreateFromPemFile(FileOf($"{host}.crt"), FileOf($"{host}.key"));
    }

    /// <summary>Writes <c>name.crt</c> and <c>name.key</c> for a user of the API server.</summary>
    public void IssueClient(string name, string user, string? group = null) =>
        Issue(name, group is null ? $"CN={user}" : $"O={group}, CN={user}", "1.3.6.1.5.5.7.3.2", null);

    /// <summary>Writes <c>sa.key</c> and <c>sa.pub</c>: what service account tokens are signed with.</summary>
    public void IssueTokenKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        WriteSecret(FileOf("sa.key"), key.ExportECPrivateKeyPem());
        File.WriteAllText(FileOf("sa.pub"), key.ExportSubjectPublicKeyInfoPem());
    }

    /// <summary>Writes a kubeconfig for the client certificate <paramref name="name"/>.</summary>
    public void WriteKubeconfig(string path, string name, Uri server) =>
        WriteKubeconfig(path, server, $"client-certificate-data: {Base64($"{name}.crt")}, client-key-data: {Base64($"{name}.key")}");

    /// <summary>Writes a kubeconfig for a bearer token.</summary>
    public void WriteTokenKubeconfig(string path, string token, Uri server) => WriteKubeconfig(path, server, $"token: \"{token}\"");

    private void WriteKubeconfig(string path, Uri server, string user) =>
        WriteSecret(path,
            $$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: test, cluster: {server: "{{server.AbsoluteUri.TrimEnd('/')}}", certificate-authority-data: {{Base64("ca.crt")}} } }]
            users: [{name: test, user: { {{user}} } }]
            contexts: [{name: test, context: {cluster: test, user: test} }]
            current-context: test
            """);

    private string Base64(string name) => Convert.ToBase64String(File.ReadAllBytes(FileOf(name)));

    public static void WriteSecret(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    private void Issue(string name, string subject, string usage, X509Extension? alternatives)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (alternatives is not null)
            request.CertificateExtensions.Add(alternatives);
        using var issued = request.Create(_authority, _authority.NotBefore, _authority.NotAfter, RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(FileOf($"{name}.crt"), issued.ExportCertificatePem());
        WriteSecret(FileOf($"{name}.key"), key.ExportECPrivateKeyPem());
    }
}
