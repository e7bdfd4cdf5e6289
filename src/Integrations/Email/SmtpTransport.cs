using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IncidentMesh.Contracts.Response;
using MailKit.Net.Smtp;
using MimeKit;

namespace IncidentMesh.Integrations.Email;

/// <summary>Hands one message to the mail server, once, over a connection of its own. Nothing of the exchange is logged.</summary>
internal sealed class SmtpTransport(EmailSettings settings, TimeProvider time, IntegrationInstruments instruments) : IDisposable
{
    /// <summary>Longest time for one message, from connecting on.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(40);

    /// <summary>Connections at once: servers turn away who takes many.</summary>
    private const int MostConnections = 4;

    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(5);

    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private static readonly EffectOutcome Accepted = new EffectOutcome.Done(ReadOnlyMemory<byte>.Empty);

    private readonly SemaphoreSlim _connections = new(MostConnections);

    public async Task<EffectOutcome> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        EffectOutcome outcome;
        try
        {
            // Whoever waited here would hold a place of those whose effects cannot wait.
            if (!await _connections.WaitAsync(TimeSpan.Zero, either.Token))
                return new EffectOutcome.Again(Busy, "All connections to the mail server are in use.");
            try
            {
                outcome = await ExchangeAsync(message, either.Token);
            }
            finally
            {
                _connections.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            outcome = new EffectOutcome.Again(null, $"The mail server did not answer within {CallTimeout.TotalSeconds:0} s.");
        }

        instruments.Called("email", "send", SmtpFailures.Tag(outcome), time.GetElapsedTime(started));
        return outcome;
    }

    public void Dispose() => _connections.Dispose();

    private async Task<EffectOutcome> ExchangeAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { CheckCertificateRevocation = false };
        if (settings.CertificateAuthority is not null)
            client.ServerCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate as X509Certificate2, chain, errors);
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, settings.Security, cancellationToken);
            if (settings.SignIn is { } user)
                await client.AuthenticateAsync(user.User, user.Password(), cancellationToken);
            await client.SendAsync(message, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && SmtpFailures.Judge(failure) is { } outcome)
        {
            // A boundary: what is no failure of the exchange goes on as an exception.
            return outcome;
        }

        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception failure) when (failure is OperationCanceledException || SmtpFailures.Judge(failure) is not null)
        {
            // It has taken the message; how it parts is all the same.
        }

        return Accepted;
    }

    /// <summary>By the configured authority only; the name counts as always.</summary>
    private bool IsTrusted(X509Certificate2? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        chain.ChainPolicy.CustomTrustStore.AddRange(settings.CertificateAuthority!);
        if (sent is not null)
            chain.ChainPolicy.ExtraStore.AddRange(new X509Certificate2Collection(sent.ChainElements.Select(static one => one.Certificate).ToArray()));
        return chain.Build(certificate);
    }
}
