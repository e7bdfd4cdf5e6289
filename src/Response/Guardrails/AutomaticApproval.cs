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

        if (fold.Sensors.Count < options.MinimumSensors)
        {
            return $"Only {fold.Sensors.Count} sensor reports this; without a person, {options.MinimumSensors} must agree.";
        }

        return null;
    }
}
