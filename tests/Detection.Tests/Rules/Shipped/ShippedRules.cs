using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Tests.Rules.Shipped;

/// <summary>The rules that are shipped, as the product loads them.</summary>
internal static class ShippedRules
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "rules");

    /// <summary>Those that every cluster should hear of its audit log.</summary>
    public static RuleLoad Core { get; } = Load("k8s_audit_core.yaml");

    private static RuleLoad Load(params string[] names)
    {
        var load = RuleLoader.Load(names.Select(name => new RuleFile(name, File.ReadAllText(Path.Combine(Folder, name)))));
        Assert.Empty(load.Errors);
        return load;
    }
}
