using System.CommandLine;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Cli.Posture;

/// <summary>Options that several commands have.</summary>
internal static class PolicyOptions
{
    public static Option<PolicyLevel> Level() => new("--level")
    {
        Description = "What to judge by: privileged, baseline or restricted.",
        HelpName = "level",
        DefaultValueFactory = static _ => PolicyLevel.Baseline,
        CustomParser = static result =>
        {
            switch (result.Tokens is [{ Value: var text }] ? text : "")
            {
                case "privileged":
                    return PolicyLevel.Privileged;
                case "baseline":
                    return PolicyLevel.Baseline;
                case "restricted":
                    return PolicyLevel.Restricted;
                default:
                    result.AddError("--level must be privileged, baseline or restricted.");
                    return PolicyLevel.Baseline;
            }
        },
    };

    public static Option<PolicyVersion> Version() => new("--version")
    {
        Description = $"Kubernetes version whose standards count: latest or v1.N. Versions after v1.{PolicyVersion.NewestMinor} count as it.",
        HelpName = "version",
        DefaultValueFactory = static _ => PolicyVersion.Latest,
        CustomParser = static result =>
        {
            if (result.Tokens is [{ Value: var text }] && PolicyVersion.TryParse(text, out var version))
                return version;
            result.AddError("--version must be latest or v1.N, such as v1.30.");
            return PolicyVersion.Latest;
        },
    };

    public static Option<string> Namespace() => new("--namespace", "-n")
    {
        Description = "Namespace of objects that name none.",
        HelpName = "name",
        DefaultValueFactory = static _ => "default",
    };

    /// <returns>As labels and the command line have it.</returns>
    public static string Name(PolicyLevel level) => level switch
    {
        PolicyLevel.Privileged => "privileged",
        PolicyLevel.Baseline => "baseline",
        _ => "restricted",
    };
}
