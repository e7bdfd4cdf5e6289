using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Response.Guardrails;

/// <summary>Decides whether a plan needs a person.</summary>
public static class AutomaticApproval
{
    /// <returns>Null where it may go on without a person; otherwise why not, for people. The budget is asked after this.</returns>
    public static string? WhyNot(ResponseMode mode, IncidentFold fold, GuardrailOptions options)
    {
        ArgumentNullException.ThrowIfNull(fold);
        ArgumentNullException.ThrowIfNull(options);
        if (mode != ResponseMode.Automatic)
        {
            return "The cluster is in observe mode: a person decides.";
        }

        return fold.Sensors.Count < options.MinimumSensors
            ? $"Only {fold.Sensors.Count} sensor reports this; without a person, {options.MinimumSensors} must agree."
            : null;
    }

    /// <summary>
    /// Whoever holds a key that takes every format can be all the sensors that agree. So where a cluster has such a key,
    /// nothing is done without a person.
    /// </summary>
    /// <returns>Null where each valid ingest key of the cluster is for one format; otherwise why not, for people.</returns>
    public static string? WhyNot(string cluster, IEnumerable<Credential> credentials, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        var open = credentials.FirstOrDefault(credential =>
            credential.Principal is { Role: Role.Ingest, Format: null } && credential.Principal.MaySee(cluster) && credential.IsValidAt(now));
        return open is null
            ? null
            : $"The ingest key {open.Id} ({open.Principal.Name}) takes every format, so that one sender could be all sensors: replace it by keys of one format each.";
    }
}
