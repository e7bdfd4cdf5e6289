using System.Net;
using IncidentMesh.Integrations.Outbound;
using IncidentMesh.Testing.PagerDuty;

namespace IncidentMesh.Integrations.Tests.Outbound;

public sealed class OutboundGateTests
{
    private static readonly Uri Slack = new("https://slack.com/");

    [Theory]
    [InlineData("3.68.170.153", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.32.0.0", true)]
    [InlineData("2600:1f18::1", true)]
    [InlineData("64:ff9b::3.68.170.153", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.96.0.1", false)]
    [InlineData("100.64.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:3.68.170.153", false)]
    [InlineData("::7f00:1", false)]
    [InlineData("64:ff9b::169.254.169.254", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001::1", false)]
    [InlineData("ff02::1", false)]
    public void Only_addresses_of_the_public_internet_are_public(string address, bool expected) =>
        Assert.Equal(expected, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("10.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fd00::1")]
    public async Task A_name_that_resolves_to_a_private_address_is_not_connected_to(string address)
    {
        var gate = new OutboundGate(Slack, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));

        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(() => ConnectAsync(gate, "slack.com", 443));

        Assert.Contains("public", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example", 443)]
    [InlineData("slack.com.evil.example", 443)]
    [InlineData("slack.com", 80)]
    [InlineData("127.0.0.1", 443)]
    public async Task Other_hosts_and_ports_are_not_connected_to(string host, int port) =>
        await Assert.ThrowsAsync<OutboundRefusedException>(() => ConnectAsync(new OutboundGate(Slack), host, port));

    [Fact]
    public async Task This_machine_is_reached_where_it_is_named_and_then_nothing_else()
    {
        await using var fake = await FakePagerDuty.StartAsync();
        var gate = new OutboundGate(fake.BaseAddress);

        await using (var stream = await gate.ConnectAsync(new DnsEndPoint("127.0.0.1", fake.BaseAddress.Port), TestContext.Current.CancellationToken))
            Assert.True(stream.CanWrite);
        await Assert.ThrowsAsync<OutboundRefusedException>(() => ConnectAsync(gate, "slack.com", 443));

        var renamed = new OutboundGate(new Uri("http://localhost:8080/"), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1")]));
        await Assert.ThrowsAsync<OutboundRefusedException>(() => ConnectAsync(renamed, "localhost", 8080));
    }

    [Fact]
    public async Task A_client_says_that_nothing_was_sent_when_the_gate_stays_shut()
    {
        using var http = new HttpClient(new OutboundGate(Slack, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])).NewHandler());

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(Slack, TestContext.Current.CancellationToken));

        Assert.True(HttpFailure.IsNotSent(failure));
        Assert.Contains("public", HttpFailure.Describe(failure), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://slack.com", null)]
    [InlineData("https://events.eu.pagerduty.com/", null)]
    [InlineData("http://127.0.0.1:9999", null)]
    [InlineData("http://[::1]:9999/base", null)]
    [InlineData("http://localhost:1/", null)]
    [InlineData("http://slack.com/", "https")]
    [InlineData("https://evil.example/", "https to one of")]
    [InlineData("https://slack.com.evil.example/", "https to one of")]
    [InlineData("http://169.254.169.254/", "https to one of")]
    [InlineData("http://[::ffff:127.0.0.1]/", "https to one of")]
    [InlineData("http://10.0.0.1/", "https to one of")]
    [InlineData("https://user:pw@slack.com/", "user")]
    [InlineData("https://slack.com/?x=1", "query")]
    [InlineData("file:///etc/passwd", "http")]
    [InlineData("slack.com", "absolute")]
    public void A_base_address_is_the_neighbours_own_or_this_machine(string address, string? wrong)
    {
        var found = OutboundAddress.Check(address, out _);

        if (wrong is null)
            Assert.Null(found);
        else
            Assert.Contains(wrong, found, StringComparison.Ordinal);
    }

    private static async Task ConnectAsync(OutboundGate gate, string host, int port)
    {
        await using var stream = await gate.ConnectAsync(new DnsEndPoint(host, port), TestContext.Current.CancellationToken);
    }
}
