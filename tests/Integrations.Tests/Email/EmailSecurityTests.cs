using System.Security.Cryptography.X509Certificates;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Testing.Kubernetes;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Integrations.Tests.Email;

public sealed class EmailSecurityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mail-").FullName;
    private readonly TestCertificates _certificates;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    public EmailSecurityTests() => _certificates = new TestCertificates(_folder);

    public void Dispose()
    {
        _certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false, "starttls")]
    [InlineData(true, "tls")]
    public async Task Mail_goes_by_TLS_to_a_server_of_the_named_authority(bool isSecure, string security)
    {
        await using var server = new TestMailServer(Certificate("localhost"), isSecure, signIn: true);
        using var host = Host(server, ("Security", security), ("User", TestMailServer.User), ("PasswordFile", PasswordFile(TestMailServer.Password + "\n")));

        Assert.IsType<EffectOutcome.Done>(await host.TryAsync(host.Notice()));

        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task A_rotated_password_is_taken_from_its_file_without_a_restart()
    {
        await using var server = new TestMailServer(Certificate("localhost"), signIn: true);
        var file = PasswordFile("old");
        using var host = Host(server, ("User", TestMailServer.User), ("PasswordFile", file));
        var refused = Assert.IsType<EffectOutcome.Refused>(await host.TryAsync(host.Notice()));

        await File.WriteAllTextAsync(file, TestMailServer.Password, TestContext.Current.CancellationToken);

        Assert.IsType<EffectOutcome.Done>(await host.TryAsync(host.Notice()));
        Assert.Contains("Integrations:Email:User", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_goes_to_a_server_without_TLS_unless_that_is_set()
    {
        await using var server = new TestMailServer();
        using var host = Host(server, ("User", TestMailServer.User), ("Password", TestMailServer.Password));

        Assert.Contains("STARTTLS", Assert.IsType<EffectOutcome.Again>(await host.TryAsync(host.Notice())).Reason, StringComparison.Ordinal);
        Assert.Empty(server.Messages);
    }

    [Theory]
    [InlineData("elsewhere.example", true)]
    [InlineData("localhost", false)]
    public async Task Nothing_goes_to_a_server_that_cannot_prove_who_it_is(string name, bool isKnownAuthority)
    {
        await using var server = new TestMailServer(Certificate(name));
        using var host = Host(server, ("CertificateAuthority", isKnownAuthority ? _certificates.FileOf("ca.crt") : null));

        Assert.Contains("certificate is not trusted", Assert.IsType<EffectOutcome.Again>(await host.TryAsync(host.Notice())).Reason, StringComparison.Ordinal);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task A_server_that_wants_a_user_refuses_mail_of_nobody()
    {
        await using var server = new TestMailServer(Certificate("localhost"), signIn: true);
        using var host = Host(server);

        Assert.IsType<EffectOutcome.Refused>(await host.TryAsync(host.Notice()));
    }

    [Fact]
    public async Task The_password_is_in_no_log_and_no_reason()
    {
        await using var server = new TestMailServer(Certificate("localhost"), signIn: true);
        using var host = Host(server, ("User", TestMailServer.User), ("Password", "hunter2-wrong"));

        var refused = Assert.IsType<EffectOutcome.Refused>(await host.TryAsync(host.Notice()));

        var encoded = Convert.ToBase64String("hunter2-wrong"u8);
        Assert.DoesNotContain(host.Logger.Lines.Append(refused.Reason), line =>
            line.Contains("hunter2", StringComparison.Ordinal) || line.Contains(encoded, StringComparison.Ordinal));
    }

    private NotifierHost Host(TestMailServer server, params (string Key, string? Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Host"] = "localhost",
            ["Port"] = $"{server.Port}",
            ["From"] = "mesh@example.com",
            ["To"] = "soc@example.com",
            ["CertificateAuthority"] = _certificates.FileOf("ca.crt"),
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        return new NotifierHost(_time, [.. settings.Select(pair => ("Email:" + pair.Key, pair.Value))]);
    }

    private X509Certificate2 Certificate(string name)
    {
        using var certificate = _certificates.IssueFor(name);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private string PasswordFile(string password)
    {
        var file = Path.Combine(_folder, "password");
        TestCertificates.WriteSecret(file, password);
        return file;
    }
}
