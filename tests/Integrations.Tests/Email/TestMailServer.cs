using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace IncidentMesh.Integrations.Tests.Email;

/// <summary>A real SMTP server on loopback that keeps what it takes, and does on demand what bad ones do.</summary>
internal sealed class TestMailServer : IAsyncDisposable
{
    public const string User = "mesh";
    public const string Password = "correct horse battery staple";

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<int> _port = new();
    private readonly Task _running;

    /// <param name="certificate">For STARTTLS, or from the first byte on; null for a server without TLS.</param>
    /// <param name="isSecure">TLS from the first byte on.</param>
    /// <param name="signIn">Whether it takes mail of users only.</param>
    public TestMailServer(X509Certificate2? certificate = null, bool isSecure = false, bool signIn = false)
    {
        var options = new SmtpServerOptionsBuilder().ServerName("mail.test").MaxMessageSize(1_000_000)
            .Endpoint(endpoint =>
            {
                endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, 0)).IsSecure(isSecure).AuthenticationRequired(signIn);
                if (certificate is not null)
                    endpoint.Certificate(certificate);
            })
            .Build();
        var services = new ServiceProvider();
        var listening = new EndpointListenerFactory();
        listening.EndpointStarted += (_, started) => _port.TrySetResult(((IPEndPoint)started.LocalEndPoint).Port);
        services.Add(listening);
        services.Add(new Desk(this));
        services.Add(new Filter(this));
        services.Add(new Users());
        _running = new global::SmtpServer.SmtpServer(options, services).StartAsync(_stopping.Token);
    }

    /// <summary>A free port; the server listens before its constructor returns.</summary>
    public int Port => _port.Task.IsCompletedSuccessfully ? _port.Task.Result : throw new InvalidOperationException("It does not listen.");

    /// <summary>What it has taken, oldest first.</summary>
    public ConcurrentQueue<MimeMessage> Messages { get; } = new();

    /// <summary>Envelope recipients of each message.</summary>
    public ConcurrentQueue<string> Recipients { get; } = new();

    /// <summary>What it does to the next messages; after that it takes them.</summary>
    public ConcurrentQueue<MailFault> Faults { get; } = new();

    /// <summary>Set when it holds a message and says nothing.</summary>
    public TaskCompletionSource Hangs { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private sealed class Desk(TestMailServer server) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            server.Faults.TryDequeue(out var fault);
            if (fault is MailFault.Answer answer)
                return new SmtpResponse((SmtpReplyCode)answer.Code, answer.Text);
            if (fault is MailFault.Hang)
            {
                server.Hangs.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            server.Recipients.Enqueue(string.Join(',', transaction.To.Select(to => $"{to.User}@{to.Host}")));
            server.Messages.Enqueue(await MimeMessage.LoadAsync(new MemoryStream(buffer.ToArray()), cancellationToken));
            if (fault is MailFault.CutAfterData)
                context.Pipe.Dispose();
            return SmtpResponse.Ok;
        }
    }

    private sealed class Filter(TestMailServer server) : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken)
        {
            if (server.Faults.TryPeek(out var fault) && fault is MailFault.Recipient recipient && server.Faults.TryDequeue(out _))
                throw new SmtpResponseException(new SmtpResponse((SmtpReplyCode)recipient.Code, recipient.Text));
            return Task.FromResult(true);
        }
    }

    private sealed class Users : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
            Task.FromResult(user == User && password == Password);
    }
}
