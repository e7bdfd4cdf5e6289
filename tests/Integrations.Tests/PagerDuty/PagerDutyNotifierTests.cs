using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Testing;
using IncidentMesh.Testing.Http;
using IncidentMesh.Testing.PagerDuty;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Integrations.Tests.PagerDuty;

public sealed class PagerDutyNotifierTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private FakePagerDuty _pagerDuty = null!;
    private NotifierHost _host = null!;

    public static TheoryData<string> Names => HostileStrings.Names;

    public static TheoryData<ServerFault> Faults =>
    [
        new ServerFault.FailBefore(), new ServerFault.FailAfter(), new ServerFault.CutBefore(), new ServerFault.CutAfter(),
        new ServerFault.TooManyRequests("3"), new ServerFault.TooManyRequests(), new ServerFault.Redirect("https://evil.example/"),
        new ServerFault.FailBefore(401), new ServerFault.FailBefore(403), new ServerFault.Garbage(CarriedOut: false),
    ];

    public async ValueTask InitializeAsync()
    {
        _pagerDuty = await FakePagerDuty.StartAsync(_time);
        _host = new NotifierHost(_time, ("PagerDuty:RoutingKey", FakePagerDuty.RoutingKey), ("PagerDuty:BaseAddress", _pagerDuty.BaseAddress.ToString()));
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _pagerDuty.DisposeAsync();
    }

    [Fact]
    public async Task An_open_incident_pages_with_what_the_person_on_call_needs()
    {
        Assert.IsType<EffectOutcome.Done>(await _host.TryAsync(_host.Notice()));

        var paged = Assert.Single(_pagerDuty.Incidents);
        Assert.Equal(("inc-1", "triggered", "IncidentMesh"), (paged.DedupKey, paged.Status, paged.Client));
        Assert.Equal("Shell in a container (prod-eu: shop/Deployment/web)", paged.Payload["summary"]!.GetValue<string>());
        Assert.Equal("prod-eu", paged.Payload["source"]!.GetValue<string>());
        Assert.Equal("https://mesh.example/incidents/inc-1", paged.Links![0]!["href"]!.GetValue<string>());
        Assert.Equal(87, paged.Payload["custom_details"]!["score"]!.GetValue<int>());
        Assert.Empty(_pagerDuty.Violations);
    }

    [Fact]
    public async Task A_notice_for_a_named_target_goes_to_its_service()
    {
        using var host = new NotifierHost(
            _time, ("PagerDuty:RoutingKey", new string('0', 32)), ("PagerDuty:Services:payments-oncall", FakePagerDuty.RoutingKey), ("PagerDuty:BaseAddress", _pagerDuty.BaseAddress.ToString()));

        Assert.IsType<EffectOutcome.Done>(await host.TryAsync(host.Notice() with { Target = "payments-oncall" }));

        Assert.Single(_pagerDuty.Incidents);
        Assert.Equal(
            "There is no Integrations:PagerDuty:Services:gone any more.",
            Assert.IsType<EffectOutcome.Refused>(await host.TryAsync(host.Notice("inc-2") with { Target = "gone" })).Reason);
    }

    [Theory]
    [InlineData("open", "triggered")]
    [InlineData("acknowledged", "acknowledged")]
    [InlineData("contained", "acknowledged")]
    [InlineData("resolved", "resolved")]
    [InlineData("closed", "resolved")]
    public async Task The_alert_follows_the_incident(string state, string status)
    {
        await _host.TryAsync(_host.Notice());

        Assert.IsType<EffectOutcome.Done>(await _host.TryAsync(_host.Notice(revision: 2) with { State = state }));

        Assert.Equal(status, Assert.Single(_pagerDuty.Incidents).Status);
        Assert.Empty(_pagerDuty.Violations);
    }

    [Theory]
    [InlineData(Severity.Fatal, "critical")]
    [InlineData(Severity.Critical, "critical")]
    [InlineData(Severity.High, "error")]
    [InlineData(Severity.Medium, "warning")]
    [InlineData(Severity.Low, "info")]
    [InlineData(Severity.Informational, "info")]
    [InlineData(Severity.Unknown, "info")]
    public async Task Severity_is_translated(Severity severity, string expected)
    {
        await _host.TryAsync(_host.Notice() with { Severity = severity });

        Assert.Equal(expected, Assert.Single(_pagerDuty.Incidents).Payload["severity"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task Whatever_is_unclear_is_sent_again_and_is_one_incident(ServerFault fault)
    {
        _pagerDuty.ScriptNext(FakePagerDuty.Enqueue, fault);

        Assert.IsType<EffectOutcome.Done>(await _host.SettleAsync(_host.Notice(), crashAfter: _ => true));

        Assert.Single(_pagerDuty.Incidents);
        Assert.Equal(2, _host.Outcomes.Count);
    }

    [Fact]
    public async Task An_event_carried_out_twice_is_one_incident()
    {
        _pagerDuty.ScriptNext(FakePagerDuty.Enqueue, new ServerFault.Replayed());

        Assert.IsType<EffectOutcome.Done>(await _host.TryAsync(_host.Notice()));

        Assert.Equal(2, Assert.Single(_pagerDuty.Incidents).Events);
    }

    [Fact]
    public async Task A_rate_limit_means_that_it_was_not_taken_in()
    {
        _pagerDuty.ScriptNext(FakePagerDuty.Enqueue, new ServerFault.TooManyRequests("17"));

        var again = Assert.IsType<EffectOutcome.Again>(await _host.TryAsync(_host.Notice()));

        Assert.Equal(TimeSpan.FromSeconds(17), again.After);
        Assert.Empty(_pagerDuty.Incidents);
    }

    [Fact]
    public async Task No_answer_is_waited_for_no_longer_than_twenty_seconds()
    {
        var gate = new TaskCompletionSource();
        _pagerDuty.ScriptNext(FakePagerDuty.Enqueue, new ServerFault.Late(gate.Task));

        var running = _host.TryAsync(_host.Notice());
        await _pagerDuty.WaitForAsync(fake => fake.Incidents.Count == 1, TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(21));

        Assert.IsType<EffectOutcome.Again>(await running);
        gate.SetResult();
    }

    [Fact]
    public async Task A_late_trigger_does_not_page_for_what_is_resolved()
    {
        await _host.TryAsync(_host.Notice());
        await _host.TryAsync(_host.Notice(revision: 3) with { State = "resolved" });

        Assert.IsType<EffectOutcome.Done>(await _host.TryAsync(_host.Notice(revision: 2), attempt: 2));

        Assert.Equal("resolved", Assert.Single(_pagerDuty.Incidents).Status);
    }

    [Fact]
    public async Task What_PagerDuty_refuses_is_refused_with_its_words_and_without_the_key()
    {
        _pagerDuty.ScriptNext(FakePagerDuty.Enqueue, new ServerFault.Error($"bad key {FakePagerDuty.RoutingKey}\u001b[31m"));

        var refused = Assert.IsType<EffectOutcome.Refused>(await _host.TryAsync(_host.Notice()));

        Assert.Contains("bad key", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("Integrations:PagerDuty:RoutingKey", refused.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", refused.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(_host.Logger.Lines.Append(refused.Reason), line => line.Contains(FakePagerDuty.RoutingKey, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_key_of_another_service_is_refused()
    {
        using var host = new NotifierHost(_time, ("PagerDuty:RoutingKey", new string('f', 32)), ("PagerDuty:BaseAddress", _pagerDuty.BaseAddress.ToString()));

        Assert.IsType<EffectOutcome.Refused>(await host.TryAsync(host.Notice()));
    }

    [Theory]
    [InlineData("merged")]
    [InlineData("")]
    public async Task A_state_that_means_nothing_to_it_is_refused(string state)
    {
        Assert.IsType<EffectOutcome.Refused>(await _host.TryAsync(_host.Notice() with { State = state }));
        Assert.Empty(_pagerDuty.Calls);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Hostile_text_in_every_field_is_taken_in_and_bounded(string name)
    {
        var text = HostileStrings.Get(name);

        Assert.IsType<EffectOutcome.Done>(await _host.TryAsync(_host.Notice() with
        {
            Title = text,
            Cluster = text,
            Subject = text,
            Assignee = text,
            Plan = text,
            Link = text,
            Reasons = [.. Enumerable.Repeat(text, 50)],
            News = [.. Enumerable.Repeat(text, 50)],
        }));

        Assert.Empty(_pagerDuty.Violations);
        var payload = Assert.Single(_pagerDuty.Incidents).Payload.ToJsonString();
        Assert.InRange(payload.Length, 1, 100_000 * 3);
        foreach (var invisible in new[] { "\\u001b", "\\u0000", "\\u202e", "\\n" })
            Assert.DoesNotContain(invisible, payload, StringComparison.OrdinalIgnoreCase);
    }
}
