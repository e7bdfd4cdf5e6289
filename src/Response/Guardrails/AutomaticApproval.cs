using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Response.Guardrails;

/// <summary>Decides whether a plan needs a person.</summary>
public static class AutomaticApproval
{
    /// <returns>Null where it may go on without a person; otherwise why not, for people. The budget is asked after this.</returns>
    public static string? WhyNot(AutomaticRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Mode != ResponseMode.Automatic)
        {
            return "The cluster is in observe mode: a person decides.";
        }

        if (request.Fold.Sensors.Count < request.Guardrails.MinimumSensors)
        {
            return $"Only {request.Fold.Sensors.Count} sensor reports this; without a person, {request.Guardrails.MinimumSensors} must agree.";
        }

        // A pod's name in an alert is only a claim; whoever sends alerts could point it at any workload.
        if (request.Workload is null)
        {
            return "The inventory does not know the workload: a person decides.";
        }

        // Whoever holds a key that takes every format can be all the sensors that agree.
        return request.Credentials.FirstOrDefault(credential => IsOpenKey(credential, request)) is { } open
            ? $"The ingest key {open.Id} ({open.Principal.Name}) takes every format, so that one sender could be all sensors: replace it by keys of one format each."
            : null;
    }

    private static bool IsOpenKey(Credential credential, AutomaticRequest request) =>
        credential.Principal is { Role: Role.Ingest, Format: null }
        && credential.Principal.MaySee(request.Cluster)
        && credential.IsValidAt(request.Now);
}
