using Microsoft.Extensions.Logging;

namespace IncidentMesh.Grains.Posture;

internal sealed partial class ContextSweep
{
    [LoggerMessage(1221, LogLevel.Warning, "The context of incidents in cluster {Cluster} could not be brought up to date; it is tried again.")]
    private partial void LogSweepFailed(string cluster, Exception exception);
}
