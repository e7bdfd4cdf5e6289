using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Contracts.Response;

namespace IncidentMesh.Response.Planning;

/// <summary>What an approval is bound to: change anything that the plan will do, and the approval does not fit any more.</summary>
public static class PlanHash
{
    /// <returns>64 lower-case hex digits of SHA-256.</returns>
    public static string Compute(string incident, ResponsePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder();
        Append(text, incident);
        Append(text, plan.Id);
        Append(text, plan.Action);
        Append(text, plan.Target.ToString());
        // Plans of before have none, and keep the hash that people saw.
        if (plan.TargetUid is { } uid)
        {
            Append(text, uid);
        }

        foreach (var step in plan.Steps)
        {
            Append(text, step.Name);
            Append(text, step.Effect);
            Append(text, step.Description);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Length first, so that no two lists of parts run into the same text.</summary>
    private static void Append(StringBuilder text, string part) => text.Append(part.Length).Append(':').Append(part);
}
