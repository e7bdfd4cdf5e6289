using Microsoft.Extensions.Logging;

namespace IncidentMesh.Grains.Posture;

internal sealed partial class ContextSweep
{
    [LoggerMessage(1221, LogLevel.Warning, "The context of incidents in cluster {Cluster} could not be brought up to date; it is tried again.")]
    private partial void LogSweepFailed(string cluster, Exception exception);

    [LoggerMessage(1222, LogLevel.Warning, "Incident {Incident} could not be told what has changed around its workload; it is tried again.")]
    private partial void LogTellingFailed(string incident, Exception exception);
}
