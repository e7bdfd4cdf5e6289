using System.Text.RegularExpressions;
using IncidentMesh.Gateway.Settings;
using IncidentMesh.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace IncidentMesh.Architecture.Tests;

public sealed partial class SettingTests
{
    [Theory]
    [InlineData("Guardrails:PlanValidty", "Guardrails:PlanValidity")]
    [InlineData("guardrails:protectednamespace:0", "Guardrails:ProtectedNamespaces")]
    [InlineData("Kubernetes:ProtectedNamespaces:0", "Guardrails:ProtectedNamespaces")]
    [InlineData("Gateway:Ingest:MaxBodyByte", "Gateway:Ingest:MaxBodyBytes")]
    [InlineData("Integrations:Slak:BotToken", "Integrations:Slack")]
    [InlineData("Integrations:Slack:Token", "Integrations:Slack:BotToken")]
    [InlineData("Detection:Rule:0", "Detection:Rules")]
    [InlineData("Guardrail:PlanValidity", "Guardrails")]
    [InlineData("integration:slack:botToken", "Integrations")]
    public void A_misspelt_setting_is_told_with_the_nearest_one_that_there_is(string key, string nearest) =>
        Assert.EndsWith($"is no setting; did you mean {nearest}?", Assert.Single(SiloSettings.FindUnknown(With(key))), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Every_setting_of_the_documentation_is_known()
    {
        var documented = Documented().Matches(File.ReadAllText(Path.Combine(Room.Folder, "docs", "configuration.md")))
            .Select(match => match.Groups[1].Value).Where(key => !key.StartsWith("Integrations:", StringComparison.Ordinal)).ToList();

        Assert.True(documented.Count > 20, $"Only {documented.Count} settings were found.");
        Assert.Empty(documented.SelectMany(key => SiloSettings.FindUnknown(With(key))));
    }

    [Theory]
    [InlineData("Orleans:Anything")]
    [InlineData("SERVICE_HOST")]
    [InlineData("Gateway:Silos")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("OUTBOXES")]
    public void Settings_of_others_are_theirs(string key) => Assert.Empty(SiloSettings.FindUnknown(With(key)));

    [Theory]
    [InlineData("Gateway:MaxConnection", "Gateway:MaxConnections")]
    [InlineData("Integrations:Slack:Token", "Integrations:Slack:BotToken")]
    [InlineData("Gatway:Silos", "Gateway")]
    public void So_is_one_of_a_gateway_alone(string key, string nearest) =>
        Assert.EndsWith($"did you mean {nearest}?", Assert.Single(UnknownSettings.Find(With(key), UnknownSettings.OfGateway)), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void A_gateway_alone_takes_a_silo_s_settings() => Assert.Empty(UnknownSettings.Find(With("Guardrails:PlanValidity"), UnknownSettings.OfGateway));

    private static IConfiguration With(string key) =>
        new ConfigurationBuilder().AddInMemoryCollection([new KeyValuePair<string, string?>(key, "1")]).Build();

    [GeneratedRegex("`((?:[A-Z][A-Za-z]+:)+[A-Z][A-Za-z]+)(?::0)?`")]
    private static partial Regex Documented();
}
