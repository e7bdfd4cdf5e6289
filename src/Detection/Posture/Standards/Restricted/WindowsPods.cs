using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Standards.Restricted;

internal static class WindowsPods
{
    /// <summary>Such pods have none of Linux' capabilities, seccomp or set-user-ID programs.</summary>
    public static bool IsWindows(this PodSpec spec) => spec.OperatingSystem == "windows";
}
