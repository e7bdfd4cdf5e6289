using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Detection.Context;

namespace IncidentMesh.Detection.Tests.Context;

public sealed class ContextReadingTests
{
    private static readonly ContextReading Usual = new(ContextOptions.Default);

    [Theory]
    [InlineData("production", EnvironmentKind.Production)]
    [InlineData("prod", EnvironmentKind.Production)]
    [InlineData("PRD", EnvironmentKind.Production)]
    [InlineData("eu-prod-1", EnvironmentKind.Production)]
    [InlineData("staging", EnvironmentKind.Staging)]
    [InlineData("preprod", EnvironmentKind.Staging)]
    [InlineData("pre-production", EnvironmentKind.Staging)]
    [InlineData("uat", EnvironmentKind.Staging)]
    [InlineData("test", EnvironmentKind.Test)]
    [InlineData("prod-test", EnvironmentKind.Test)]
    [InlineData("non_prod", EnvironmentKind.Test)]
    [InlineData("qa-2", EnvironmentKind.Test)]
    [InlineData("development", EnvironmentKind.Development)]
    [InlineData("dev", EnvironmentKind.Development)]
    [InlineData("shop", null)]
    [InlineData("productive", null)]
    [InlineData("", null)]
    public void Environments_are_read_as_people_write_them(string label, EnvironmentKind? kind) =>
        Assert.Equal(kind, Read(Label("env", label)).Environment?.Value);

    [Theory]
    [InlineData("mission critical", Criticality.Critical)]
    [InlineData("Tier_0", Criticality.Critical)]
    [InlineData("tier-1", Criticality.High)]
    [InlineData("MEDIUM", Criticality.Medium)]
    [InlineData("non-critical", Criticality.Low)]
    [InlineData("purple", null)]
    public void Criticalities_too(string label, Criticality? kind) => Assert.Equal(kind, Read(Label("criticality", label)).Criticality?.Value);

    [Theory]
    [InlineData("PII", DataClass.Restricted)]
    [InlineData("confidential", DataClass.Confidential)]
    [InlineData("internal", DataClass.Internal)]
    [InlineData("public", DataClass.Public)]
    [InlineData("blue", null)]
    public void And_classes_of_data(string label, DataClass? kind) => Assert.Equal(kind, Read(Label("data-classification", label)).Data?.Value);

    [Fact]
    public void The_workload_comes_before_its_namespace_and_an_annotation_before_a_label()
    {
        ContextSign[] signs =
        [
            new(ContextPlace.NamespaceLabel, "env", "staging"), new(ContextPlace.NamespaceAnnotation, "env", "test"),
            new(ContextPlace.WorkloadLabel, "env", "dev"), new(ContextPlace.WorkloadAnnotation, "env", "prod"),
        ];

        Assert.Equal(
            [EnvironmentKind.Production, EnvironmentKind.Development, EnvironmentKind.Test, EnvironmentKind.Staging],
            Enumerable.Range(0, 4).Select(left => Read([.. signs[..(4 - left)]]).Environment!.Value));
    }

    [Fact]
    public void Our_own_key_overrules_what_a_chart_says() => Assert.Equal(
        EnvironmentKind.Production, Read(new(ContextPlace.WorkloadAnnotation, "env", "test"), Label("incidentmesh.io/environment", "production")).Environment!.Value);

    [Fact]
    public void A_value_that_says_nothing_lets_the_next_sign_speak() => Assert.Equal(
        "label env=prod of the namespace", Read(Label("env", "blue"), new ContextSign(ContextPlace.NamespaceLabel, "env", "prod")).Environment!.Source);

    [Fact]
    public void The_name_of_the_namespace_is_a_weak_hint()
    {
        Assert.Equal("name of the namespace shop-prod, a weak hint", Usual.Read(RiskContext.Unknown, [], "shop-prod", null).Environment!.Source);
        Assert.Equal(EnvironmentKind.Test, Usual.Read(RiskContext.Unknown, [Label("env", "test")], "shop-prod", null).Environment!.Value);
        Assert.Null(Usual.Read(RiskContext.Unknown, [], "shop", null).Environment);
    }

    [Fact]
    public void What_is_configured_comes_first()
    {
        var reading = new ContextReading(new()
        {
            Environment = new()
            {
                Keys = ["lane"],
                Values = new Dictionary<string, string> { ["blue"] = "production", ["dev"] = "Staging" },
                Namespaces = new Dictionary<string, string> { ["shop-*"] = "test" },
            },
        });

        Assert.Equal(EnvironmentKind.Production, reading.Read(RiskContext.Unknown, [Label("lane", "Blue"), Label("env", "test")], null, null).Environment!.Value);
        Assert.Equal(EnvironmentKind.Staging, reading.Read(RiskContext.Unknown, [Label("env", "dev")], null, null).Environment!.Value);
        Assert.Equal("setting for namespaces shop-*", reading.Read(RiskContext.Unknown, [], "shop-prod", null).Environment!.Source);
    }

    [Fact]
    public void What_means_something_that_there_is_none_of_is_refused() => Assert.Equal(
        "Environment:Values:blue is 'prodution': it must be one of Test, Development, Staging, Production.",
        Assert.Throws<ArgumentException>(() => new ContextReading(new() { Environment = new() { Values = new Dictionary<string, string> { ["blue"] = "prodution" } } })).Message);

    private static ContextSign Label(string key, string value) => new(ContextPlace.WorkloadLabel, key, value);

    private static RiskContext Read(params ContextSign[] signs) => Usual.Read(RiskContext.Unknown, signs, null, null);
}
