using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;

namespace IncidentMesh.Response.Guardrails;

/// <summary>Decides whether a plan needs a person, in a cluster whose mode is <see cref="ResponseMode.Automatic"/>.</summary>
public static class AutomaticApproval
{
    /// <param name="plan">What would be done.</param>
    /// <param name="fold">What the incident was folded from.</param>
    /// <param name="workload">What the inventory knows of the workload; null where it does not know it.</param>
    /// <param name="guardrails">How many sensors must agree.</param>
    /// <returns>Null where nothing about the incident demands a person; otherwise what does, for people.</returns>
    public static string? WhyNot(ResponsePlan plan, IncidentFold fold, WorkloadRecord? workload, GuardrailOptions guardrails)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(fold);
        ArgumentNullException.ThrowIfNull(guardrails);
        if (plan.IsFinal)
            return $"{plan.Action} cannot be undone: a person decides.";

        if (fold.Sensors.Count < guardrails.MinimumSensors)
            return $"Only {fold.Sensors.Count} sensor reports this; without a person, {guardrails.MinimumSensors} must agree.";

        if (workload is { Quarantined: > 0 and var quarantined })
            return $"{(quarantined == 1 ? "1 pod of it is" : $"{quarantined} pods of it are")} quarantined, and may be what this is about: a person decides.";

        // A pod's name in an alert is only a claim; whoever sends alerts could point it at any workload.
        return workload is null ? "The inventory does not know the workload: a person decides." : null;
    }

    /// <summary>Whoever holds a key that takes every format can be all the sensors that agree.</summary>
    /// <param name="credentials">All credentials, those that no longer count too.</param>
    /// <param name="cluster">Cluster of the incident.</param>
    /// <param name="now">When it is decided.</param>
    /// <returns>Null where no sender could have been several sensors; otherwise which key to replace, for people.</returns>
    public static string? WhyNotWith(IReadOnlyList<Credential> credentials, string cluster, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        var open = credentials.FirstOrDefault(credential =>
            credential.Principal is { Role: Role.Ingest, Format: null } && credential.Principal.MaySee(cluster) && credential.IsValidAt(now));
        return open is null
            ? null
            : $"The ingest key {open.Id} ({open.Principal.Name}) takes every format, so that one sender could be all sensors: replace it by keys of one format each.";
    }
}
