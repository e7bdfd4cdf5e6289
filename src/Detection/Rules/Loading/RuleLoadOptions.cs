using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>What rule files are loaded against.</summary>
public sealed record RuleLoadOptions
{
    /// <summary>Longest file, in characters.</summary>
    public const int MaximumFileLength = 16 * 1024 * 1024;

    /// <summary>The fields that conditions and outputs may name.</summary>
    public FieldTable Fields { get; init; } = FieldTable.Falco;

    /// <summary>Text that is appended to outputs.</summary>
    public ImmutableArray<ExtraOutput> ExtraOutputs { get; init; } = [];

    /// <summary>Falco's plugins whose fields and events are provided here: any version before 1.0 is taken.</summary>
    public ImmutableHashSet<string> Plugins { get; init; } =
    [
        "container", "json", "k8saudit", "k8saudit-aks", "k8saudit-eks", "k8saudit-gke", "k8saudit-ovh", "k8smeta",
    ];
}
