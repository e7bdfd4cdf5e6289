using System.Text.RegularExpressions;
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
    public void A_misspelt_setting_is_told_with_the_nearest_one_that_there_is(string key, string nearest) =>
        Assert.EndsWith($"is no setting; did you mean {nearest}?", Assert.Single(UnknownSettings.Find(With(key))), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Every_setting_of_the_documentation_is_known()
    {
        var documented = Documented().Matches(File.ReadAllText(Path.Combine(Room.Folder, "docs", "configuration.md")))
            .Select(match => match.Groups[1].Value).Where(key => !key.StartsWith("Integrations:", StringComparison.Ordinal)).ToList();

        Assert.True(documented.Count > 20, $"Only {documented.Count} settings were found.");
        Assert.Empty(documented.SelectMany(key => UnknownSettings.Find(With(key))));
    }

    [Theory]
    [InlineData("Orleans:Anything")]
    [InlineData("SERVICE_HOST")]
    [InlineData("Gateway:Silos")]
    public void Settings_of_others_are_theirs(string key) => Assert.Empty(UnknownSettings.Find(With(key)));

    private static IConfiguration With(string key) =>
        new ConfigurationBuilder().AddInMemoryCollection([new KeyValuePair<string, string?>(key, "1")]).Build();

    [GeneratedRegex("`((?:[A-Z][A-Za-z]+:)+[A-Z][A-Za-z]+)(?::0)?`")]
    private static partial Regex Documented();
}
