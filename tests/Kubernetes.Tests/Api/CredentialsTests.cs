using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Api;

public sealed class CredentialsTests(KubernetesTestServer fixture) : IDisposable
{
    private static readonly WorkloadRef Nobody = new("prod", "default", "Deployment", "nobody");
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public async Task The_right_server_is_talked_to()
    {
        var server = await fixture.RequireAsync(controllers: false);
        await using var host = TestHost.Of(server.Kubeconfig);

        Assert.Contains("404", Assert.IsType<EffectOutcome.Refused>(await host.SnapshotAsync(Nobody)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("api.example", true)]
    [InlineData("elsewhere.example", false)]
    public async Task Only_the_server_that_is_meant_is_talked_to(string? tlsServerName, bool talks)
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        using var authority = new TestCertificates(folder);
        using var certificate = authority.IssueFor("api.example");
        await using var api = await FakeApiServer.StartAsync(certificate);
        authority.WriteTokenKubeconfig(_path, "not-a-secret", api.Address);
        Directory.Delete(folder, recursive: true);
        if (tlsServerName is not null)
        {
            var kubeconfig = await File.ReadAllTextAsync(_path, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(
                _path, kubeconfig.Replace("certificate-authority-data:", $"tls-server-name: {tlsServerName}, certificate-authority-data:", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        }

        await using var host = TestHost.Of(_path);

        var outcome = await host.SnapshotAsync(Nobody);

        Assert.Contains(talks ? "404" : "certificate", outcome.Reason(), StringComparison.Ordinal);
        Assert.Equal(talks ? 1 : 0, api.Requests.Count);
    }

    [Fact]
    public async Task A_server_whose_certificate_another_authority_signed_is_not_talked_to()
    {
        var server = await fixture.RequireAsync(controllers: false);
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        using (var others = new TestCertificates(folder))
        {
            others.WriteTokenKubeconfig(_path, "not-a-secret", server.Address);
            Directory.Delete(folder, recursive: true);
        }

        await using var host = TestHost.Of(_path);

        Assert.Contains("certificate", Assert.IsType<EffectOutcome.Again>(await host.SnapshotAsync(Nobody)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await FakeApiServer.StartAsync();
        await using var api = await FakeApiServer.StartAsync();
        api.Inject(_ => true, (context, _) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = new Uri(elsewhere.Address, context.Request.Path).ToString();
            return Task.CompletedTask;
        });
        await using var host = TestHost.Of(api.WriteKubeconfig());

        Assert.IsType<EffectOutcome.Refused>(await host.SnapshotAsync(Nobody));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_kubeconfig_that_changes_is_read_anew()
    {
        await using var first = await FakeApiServer.StartAsync();
        await using var second = await FakeApiServer.StartAsync();
        File.Copy(first.WriteKubeconfig(), _path, overwrite: true);
        await using var host = TestHost.Of(_path);
        await host.SnapshotAsync(Nobody);

        File.Copy(second.WriteKubeconfig(), _path, overwrite: true);
        File.SetLastWriteTimeUtc(_path, DateTime.UtcNow.AddMinutes(1));
        await host.SnapshotAsync(Nobody);

        Assert.Single(first.Requests);
        Assert.Single(second.Requests);
    }

    [Fact]
    public async Task No_reason_tells_a_token()
    {
        var server = await fixture.RequireAsync(controllers: false);
        await using var host = TestHost.Of(server.WriteTokenKubeconfig("nobody", "very-secret-token"));

        var reason = Assert.IsType<EffectOutcome.Again>(await host.SnapshotAsync(Nobody)).Reason;

        Assert.Contains("credentials", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", reason, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);
}
