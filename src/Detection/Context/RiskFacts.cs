using IncidentMesh.Contracts.Inventory;

namespace IncidentMesh.Detection.Context;

/// <summary>A context as incidents remember it, and back. What a newer version wrote that this one does not know is not known.</summary>
public static class RiskFacts
{
    public static WorkloadRisk Of(RiskContext context, DateTimeOffset? asOf)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new WorkloadRisk
        {
            AsOf = asOf,
            Facts = [.. new[]
            {
                Of("privileged", context.Privileged), Of("host-access", context.HostAccess), Of("exposure", context.Exposure), Of("reach", context.Reach),
                Of("isolation", context.Isolation), Of("environment", context.Environment), Of("criticality", context.Criticality), Of("data", context.Data),
            }.OfType<RiskFact>()],
        };
    }

    public static RiskContext Read(WorkloadRisk risk)
    {
        ArgumentNullException.ThrowIfNull(risk);
        return new RiskContext
        {
            Privileged = Flag("privileged"),
            HostAccess = Flag("host-access"),
            Exposure = Value<Exposure>("exposure"),
            Reach = Value<Reach>("reach"),
            Isolation = Value<Isolation>("isolation"),
            Environment = Value<EnvironmentKind>("environment"),
            Criticality = Value<Criticality>("criticality"),
            Data = Value<DataClass>("data"),
        };

        RiskFact? Find(string name) => risk.Facts.FirstOrDefault(fact => fact.Name == name);

        Fact<bool>? Flag(string name) =>
            Find(name) is { } fact && bool.TryParse(fact.Value, out var value) ? new Fact<bool>(value, fact.Source, risk.AsOf) { Proof = fact.Proof } : null;

        Fact<T>? Value<T>(string name)
            where T : struct, Enum =>
            Find(name) is { } fact && Enum.TryParse<T>(fact.Value, out var value)
                ? new Fact<T>(value, fact.Source, risk.AsOf) { AtMost = Enum.TryParse<T>(fact.AtMost, out var most) ? most : null, Proof = fact.Proof }
                : null;
    }

    private static RiskFact? Of<T>(string name, Fact<T>? fact)
        where T : struct => fact is null ? null : new RiskFact(name, fact.Value.ToString()!, fact.AtMost?.ToString(), fact.Source, fact.Proof);
}
