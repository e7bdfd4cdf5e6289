using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
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
            ("PagerDuty:RoutingKey", Key), ("PagerDuty:Services:payments-oncall", Key));

        Assert.Equal(["slack", "slack:payments", "pagerduty", "pagerduty:payments-oncall"], services.GetServices<NotifierTarget>().Select(target => target.Written));
    }

    [Theory]
    [InlineData("Slack:Channels:payments", "#payments")]
    [InlineData("PagerDuty:Services:payments", "short")]
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
    public void A_wrong_value_does_not_start_and_is_named_but_not_told(string key, string value)
    {
        var configuration = new Dictionary<string, string?>
        {
            ["Slack:BotToken"] = Token,
            ["Slack:Channel"] = "C0123456789",
            ["PagerDuty:RoutingKey"] = Key,
            [key] = value,
        };

        var message = Assert.Throws<OptionsValidationException>(() => Build([.. configuration.Select(pair => (pair.Key, pair.Value))])).Message;

        Assert.Contains("Integrations:" + key, message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_have_no_text_form()
    {
        using var services = Build(("Slack:BotToken", Token), ("Slack:Channel", "C0123456789"), ("PagerDuty:RoutingKey", Key));

        var texts = $"{services.GetRequiredService<SlackSettings>()} {services.GetRequiredService<PagerDutySettings>()} {new SlackOptions { BotToken = Token }} {new PagerDutyOptions { RoutingKey = Key }}";

        Assert.DoesNotContain(Token, texts, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, texts, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(params (string Key, string? Value)[] configuration) => new ServiceCollection()
        .AddLogging()
        .AddIntegrations(new ConfigurationBuilder()
            .AddInMemoryCollection(configuration.Select(pair => KeyValuePair.Create("Integrations:" + pair.Key, pair.Value))).Build())
        .BuildServiceProvider();
}
