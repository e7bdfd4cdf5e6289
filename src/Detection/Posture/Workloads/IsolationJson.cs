using IncidentMesh.Detection.Posture.Isolation;

namespace IncidentMesh.Detection.Posture.Workloads;

/// <summary>Isolation for programs, alone and within a review. Members are documented in docs/cli.md: never change a name.</summary>
public static class IsolationJson
{
    public static IReadOnlyDictionary<string, object?> Of(IsolationFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return new Dictionary<string, object?>
        {
            ["sandbox"] = Word(finding.Sandbox),
            ["runtimeClass"] = finding.RuntimeClass,
            ["handler"] = finding.Handler,
            ["userNamespace"] = finding.OwnUsers,
            ["seccomp"] = Word(finding.Seccomp),
            ["appArmor"] = Word(finding.AppArmor),
            ["seLinuxTypes"] = finding.SeLinuxTypes,
            ["blindSensors"] = finding.BlindSensors,
            ["advice"] = finding.Advice is not { } advice ? null : new
            {
                reasons = advice.Reasons,
                obstacles = advice.Obstacles,
                runtimeClass = advice.RuntimeClass,
                nodes = advice.Nodes,
                patch = advice.Patch,
            },
        };
    }

    public static string Word(Sandbox sandbox) => sandbox == Sandbox.GVisor ? "gvisor" : EnumWord.Of(sandbox);

    public static string Word(Confinement confinement) => EnumWord.Of(confinement).Replace('-', ' ');
}
