using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Integrations.Email;
using IncidentMesh.Integrations.PagerDuty;
using IncidentMesh.Integrations.Slack;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Integrations.Tests;

public sealed class IntegrationsConfigurationTests
{
    private const string Token = "xoxb-1-secret";
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void Nothing_is_on_where_nothing_is_configured()
    {
        using var services = Build();

        Assert.Empty(services.GetServices<IEffectHandler>());
        Assert.Empty(services.GetServices<NotifierTarget>());
    }

    [Fact]
    public void What_is_configured_is_on_with_its_minimum_severity()
    {
        using var services = Build(
            ("Slack:BotToken", Token), ("Slack:Channel", "C0123456789"), ("Slack:MinimumSeverity", "low"), ("PagerDuty:RoutingKey", Key));

        Assert.Equal([EffectKinds.SlackIncident, EffectKinds.PagerDutyIncident], services.GetServices<IEffectHandler>().Select(handler => handler.Kind));
        Assert.Equal(
            [new NotifierTarget(EffectKinds.SlackIncident, Severity.Low), new NotifierTarget(EffectKinds.PagerDutyIncident, Severity.High)],
            services.GetServices<NotifierTarget>());
    }

    [Fact]
    public void Named_targets_are_targets_of_their_own()
    {
        using var services = Build(
            ("Slack:BotToken", Token), ("Slack:Channel", "C0123456789"), ("Slack:Channels:payments", "C0123456780"),
            ("PagerDuty:RoutingKey", Key), ("PagerDuty:Services:payments-oncall", Key),
            ("Email:Host", "mail.example.com"), ("Email:From", "mesh@example.com"), ("Email:To", "soc@example.com"), ("Email:Addresses:payments", "pay@shop.example"), ("Email:Domains:0", "example.com"));

        Assert.Equal(
            ["slack", "slack:payments", "pagerduty", "pagerduty:payments-oncall", "email", "email:*@example.com", "email:pay@shop.example", "email:payments"],
            services.GetServices<NotifierTarget>().Select(target => target.Written));
    }

    [Theory]
    [InlineData("Slack:Channels:payments", "#payments")]
    [InlineData("PagerDuty:Services:payments", "short")]
    [InlineData("Email:Addresses:payments", "payments")]
    [InlineData("Email:Domains:0", "localhost")]
    public void A_named_target_that_cannot_be_one_does_not_start(string key, string value) =>
        Assert.Contains($"Integrations:{key} must be", Assert.Throws<OptionsValidationException>(() => Build((key, value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("us", "https://events.pagerduty.com/")]
    [InlineData("eu", "https://events.eu.pagerduty.com/")]
    [InlineData(null, "https://events.pagerduty.com/")]
    public void PagerDutys_region_chooses_the_host(string? region, string address)
    {
        using var services = Build(("PagerDuty:RoutingKey", Key), ("PagerDuty:Region", region));

        Assert.Equal(address, services.GetRequiredService<PagerDutySettings>().BaseAddress.ToString());
    }

    [Theory]
    [InlineData("Slack:BotToken", Token, "Integrations:Slack:Channel")]
    [InlineData("Slack:Channel", "C0123456789", "Integrations:Slack:BotToken")]
    [InlineData("Slack:MinimumSeverity", "High", "Integrations:Slack:BotToken")]
    [InlineData("PagerDuty:Region", "eu", "Integrations:PagerDuty:RoutingKey")]
    [InlineData("PagerDuty:MinimumSeverity", "High", "Integrations:PagerDuty:RoutingKey")]
    [InlineData("Email:Host", "mail.example.com", "Integrations:Email:From")]
    [InlineData("Email:To", "soc@example.com", "Integrations:Email:Host")]
    [InlineData("Email:Port", "25", "Integrations:Email:Host")]
    [InlineData("Email:User", "mesh", "Integrations:Email:PasswordFile")]
    [InlineData("Email:Password", "s3cret", "Integrations:Email:User")]
    public void Half_a_section_does_not_start(string key, string value, string named) =>
        Assert.Contains(named, Assert.Throws<OptionsValidationException>(() => Build((key, value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Slack:BotToken", "xoxp-1-user-token-of-a-person")]
    [InlineData("Slack:BotToken", "xoxb-1-with\nheader: injected")]
    [InlineData("Slack:Channel", "#security")]
    [InlineData("Slack:Channel", "c0123456789")]
    [InlineData("Slack:MinimumSeverity", "4")]
    [InlineData("Slack:MinimumSeverity", "worst")]
    [InlineData("Slack:BaseAddress", "https://evil.example/")]
    [InlineData("PagerDuty:RoutingKey", "0123456789abcdef")]
    [InlineData("PagerDuty:RoutingKey", "0123456789abcdef0123456789abcde\n")]
    [InlineData("PagerDuty:Region", "mars")]
    [InlineData("PagerDuty:BaseAddress", "http://events.pagerduty.com/")]
    [InlineData("Email:Host", "mail.example.com:587")]
    [InlineData("Email:Host", "mail.example.com\nEHLO")]
    [InlineData("Email:Port", "65536")]
    [InlineData("Email:Security", "ssl")]
    [InlineData("Email:From", "Mesh <mesh@example.com>")]
    [InlineData("Email:To", "soc@example.com, eve@example.com")]
    [InlineData("Email:To", "soc@example.com\r\nBcc: eve@example.com")]
    [InlineData("Email:To", "\"so c\"@example.com")]
    [InlineData("Email:To", "soc@[10.0.0.1]")]
    [InlineData("Email:MinimumSeverity", "worst")]
    [InlineData("Email:CertificateAuthority", "/nowhere/ca.pem")]
    public void A_wrong_value_does_not_start_and_is_named_but_not_told(string key, string value)
    {
        var configuration = new Dictionary<string, string?>
        {
            ["Slack:BotToken"] = Token,
            ["Slack:Channel"] = "C0123456789",
            ["PagerDuty:RoutingKey"] = Key,
            ["Email:Host"] = "mail.example.com",
            ["Email:From"] = "mesh@example.com",
            ["Email:To"] = "soc@example.com",
            [key] = value,
        };

        var message = Assert.Throws<OptionsValidationException>(() => Build([.. configuration.Select(pair => (pair.Key, pair.Value))])).Message;

        Assert.Contains("Integrations:" + key, message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 587)]
    [InlineData("starttls", 587)]
    [InlineData("tls", 465)]
    [InlineData("none", 25)]
    public void The_mail_servers_port_follows_from_its_security(string? security, int port)
    {
        using var services = Build([.. Mail, ("Email:Security", security)]);

        Assert.Equal(port, services.GetRequiredService<EmailSettings>().Port);
    }

    [Theory]
    [InlineData("Email:Password", "s3cret", "Email:Security", "none", "Integrations:Email:Security must be starttls or tls")]
    [InlineData("Email:Password", "s3cret", "Email:PasswordFile", "/nowhere", "only one of them")]
    [InlineData("Email:PasswordFile", "/nowhere", null, null, "Integrations:Email:PasswordFile must name a file")]
    public void A_password_that_would_not_be_safe_or_is_not_there_does_not_start(string key, string value, string? other, string? otherValue, string named)
    {
        var message = Assert.Throws<OptionsValidationException>(() => Build([.. Mail, ("Email:User", "mesh"), (key, value), (other ?? "Email:User", otherValue ?? "mesh")])).Message;

        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_have_no_text_form()
    {
        using var services = Build([("Slack:BotToken", Token), ("Slack:Channel", "C0123456789"), ("PagerDuty:RoutingKey", Key), .. Mail, ("Email:User", "mesh"), ("Email:Password", Token)]);

        var texts = $"{services.GetRequiredService<EmailSettings>()} {services.GetRequiredService<EmailSettings>().SignIn} {services.GetRequiredService<SlackSettings>()} {services.GetRequiredService<PagerDutySettings>()} {new SlackOptions { BotToken = Token }} {new PagerDutyOptions { RoutingKey = Key }}";

        Assert.DoesNotContain(Token, texts, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, texts, StringComparison.Ordinal);
    }

    private static (string Key, string? Value)[] Mail => [("Email:Host", "mail.example.com"), ("Email:From", "mesh@example.com"), ("Email:To", "soc@example.com")];

    private static ServiceProvider Build(params (string Key, string? Value)[] configuration) => new ServiceCollection()
        .AddLogging()
        .AddIntegrations(new ConfigurationBuilder()
            .AddInMemoryCollection(configuration.DistinctBy(static pair => pair.Key).Select(pair => KeyValuePair.Create("Integrations:" + pair.Key, pair.Value))).Build())
        .BuildServiceProvider();
}
