using System.Net;
using System.Net.Sockets;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Testing;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace IncidentMesh.Integrations.Tests.Email;

public sealed class EmailNotifierTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly TestMailServer _server = new();
    private NotifierHost _host = null!;

    public static TheoryData<string> Names => HostileStrings.Names;

    public ValueTask InitializeAsync()
    {
        _host = Host(_server.Port);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_incident_is_a_mail_in_plain_text_with_what_a_person_needs()
    {
        Assert.IsType<EffectOutcome.Done>(await _host.TryAsync(_host.Notice() with { News = ["Alert: shell in web-1"] }));

        var mail = Assert.Single(_server.Messages);
        Assert.Equal(["soc@example.com"], _server.Recipients);
        Assert.Equal("[IncidentMesh] prod-eu: shop/Deployment/web (inc-1)", mail.Subject);
        Assert.Equal("mesh@example.com", mail.From.Mailboxes.Single().Address);
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        Assert.True(Assert.IsType<TextPart>(mail.Body).IsPlain);
        Assert.Equal(
            """
            Shell in a container
            Critical, score 87, open

            Workload: shop/Deployment/web
            Cluster: prod-eu
            Signals: 12345, first 2026-05-04 11:57:00 UTC, last 2026-05-04 12:00:00 UTC
            Plan: Scale web to zero: waits for approval

            Why
            - Severity Critical: 60
            - One of 12 replicas differs: 27

            News
            - Alert: shell in web-1

            https://mesh.example/incidents/inc-1
            """,
            mail.TextBody!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_mails_of_an_incident_are_one_thread_for_each_who_hears_of_it()
    {
        await _host.TryAsync(_host.Notice());
        await _host.TryAsync(_host.Notice(revision: 2) with { Title = "Shell and miner", Severity = Severity.High, State = "acknowledged" });
        await _host.TryAsync(_host.Notice(revision: 3) with { State = "resolved" });
        await _host.TryAsync(_host.Notice() with { Target = "payments" });

        var mails = _server.Messages.ToList();
        Assert.All(mails[1..3], mail =>
        {
            Assert.Equal(mails[0].MessageId, mail.InReplyTo);
            Assert.Equal([mails[0].MessageId!], mail.References);
            Assert.Equal("Re: " + mails[0].Subject, mail.Subject);
        });
        Assert.Null(mails[0].InReplyTo);
        Assert.Equal(4, mails.Select(mail => mail.MessageId).Distinct().Count());
        Assert.All(mails, mail => Assert.EndsWith("@example.com", mail.MessageId, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("payments", "payments@example.com")]
    [InlineData("payments@example.com", "payments@example.com")]
    [InlineData("SOC@example.com", "SOC@example.com")]
    [InlineData("anybody+tag@teams.example", "anybody+tag@teams.example")]
    public async Task A_target_is_a_name_or_an_address_that_the_settings_allow(string target, string address)
    {
        Assert.IsType<EffectOutcome.Done>(await _host.TryAsync(_host.Notice() with { Target = target }));

        Assert.Equal([address], _server.Recipients);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("eve@evil.example")]
    [InlineData("eve@evil-teams.example")]
    [InlineData("eve@evil.example,a@teams.example")]
    [InlineData("a@teams.example>\r\nRCPT TO:<eve@evil.example")]
    [InlineData("*@teams.example@teams.example")]
    public async Task Nobody_else_is_written_to(string target)
    {
        Assert.IsType<EffectOutcome.Refused>(await _host.TryAsync(_host.Notice() with { Target = target }));

        Assert.Empty(_server.Messages);
    }

    [Theory]
    [InlineData(421), InlineData(450), InlineData(451), InlineData(452)]
    public async Task What_the_server_puts_off_is_sent_again(int code)
    {
        _server.Faults.Enqueue(new MailFault.Answer(code, "later"));
        _server.Faults.Enqueue(new MailFault.Recipient(code, "greylisted"));

        Assert.IsType<EffectOutcome.Done>(await _host.SettleAsync(_host.Notice()));

        Assert.Equal(3, _host.Outcomes.Count);
        Assert.Contains($"{code}", Assert.IsType<EffectOutcome.Again>(_host.Outcomes[0]).Reason, StringComparison.Ordinal);
        Assert.Single(_server.Messages);
    }

    [Theory]
    [InlineData(550), InlineData(552), InlineData(554)]
    public async Task What_the_server_refuses_is_refused_with_its_words(int code)
    {
        _server.Faults.Enqueue(new MailFault.Recipient(code, "no such \u001b[31muser"));

        var refused = Assert.IsType<EffectOutcome.Refused>(await _host.TryAsync(_host.Notice()));

        Assert.Contains($"{code} to the recipient: no such", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("Integrations:Email", refused.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', refused.Reason);
        Assert.Empty(_server.Messages);
    }

    [Fact]
    public async Task A_message_that_is_refused_as_such_is_refused()
    {
        _server.Faults.Enqueue(new MailFault.Answer(554, "looks like spam"));

        Assert.Contains("554 to the message: looks like spam", Assert.IsType<EffectOutcome.Refused>(await _host.TryAsync(_host.Notice())).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_answer_means_the_same_message_again()
    {
        _server.Faults.Enqueue(new MailFault.CutAfterData());

        Assert.IsType<EffectOutcome.Done>(await _host.SettleAsync(_host.Notice(), crashAfter: _ => true));

        Assert.IsType<EffectOutcome.Again>(_host.Outcomes[0]);
        Assert.Equal(2, _server.Messages.Count);
        Assert.Single(_server.Messages.Select(mail => (mail.MessageId, mail.Subject, mail.TextBody!)).Distinct());
    }

    [Fact]
    public async Task No_answer_is_waited_for_no_longer_than_forty_seconds()
    {
        _server.Faults.Enqueue(new MailFault.Hang());

        var running = _host.TryAsync(_host.Notice());
        await _server.Hangs.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(41));

        Assert.Contains("did not answer", Assert.IsType<EffectOutcome.Again>(await running).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using var host = Host(port);

        Assert.Contains("could not be made", Assert.IsType<EffectOutcome.Again>(await host.TryAsync(host.Notice())).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_picture_does_not_take_people_back()
    {
        await _host.TryAsync(_host.Notice(revision: 3) with { State = "resolved" });

        Assert.IsType<EffectOutcome.Done>(await _host.TryAsync(_host.Notice(revision: 2), attempt: 2));

        Assert.Single(_server.Messages);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Hostile_text_in_every_field_stays_text_and_bounded(string name)
    {
        var text = HostileStrings.Get(name);

        Assert.IsType<EffectOutcome.Done>(await _host.TryAsync(_host.Notice(incident: text) with
        {
            Title = text,
            Cluster = text,
            Subject = text,
            Assignee = text,
            By = text,
            Plan = text,
            Link = text,
            State = text,
            Reasons = [.. Enumerable.Repeat(text, 50)],
            News = [.. Enumerable.Repeat(text, 50)],
        }));

        var mail = Assert.Single(_server.Messages);
        Assert.Equal(
            ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-Id", "Subject", "To", "X-Auto-Response-Suppress"],
            mail.Headers.Concat(mail.Body!.Headers).Select(header => header.Field).Except(["Received", "Content-Transfer-Encoding"]).Order(StringComparer.Ordinal));
        Assert.Equal(["soc@example.com"], _server.Recipients);
        Assert.InRange(mail.Subject!.Length, 1, 201);
        Assert.InRange(mail.TextBody!.Length, 1, 25_000);
        Assert.DoesNotContain(mail.TextBody!, c => char.IsControl(c) && c is not ('\r' or '\n'));
        Assert.All(mail.TextBody!.Split('\n'), line => Assert.InRange(line.Length, 0, 502));
    }

    private NotifierHost Host(int port) => new(
        _time, ("Email:Host", "127.0.0.1"), ("Email:Port", $"{port}"), ("Email:Security", "none"), ("Email:From", "mesh@example.com"), ("Email:To", "soc@example.com"),
        ("Email:Addresses:payments", "payments@example.com"), ("Email:Domains:0", "teams.example"));
}
