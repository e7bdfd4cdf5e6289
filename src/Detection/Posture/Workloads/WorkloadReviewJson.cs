using System.Text.Json;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Posture.Exposure;
using IncidentMesh.Detection.Posture.Reach;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Detection.Posture.Workloads;

/// <summary>A review for programs, the same from files and from a live cluster. Members are documented in docs/cli.md: never change a name.</summary>
public static class WorkloadReviewJson
{
    /// <param name="workload">Namespace, kind and name, such as <c>shop/Deployment/web</c>.</param>
    /// <param name="review">What was found.</param>
    /// <param name="asOf">When the oldest knowledge that it follows from was last known to be current; null of files.</param>
    public static JsonElement Of(string workload, WorkloadReview review, DateTimeOffset? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(review);
        var members = new Dictionary<string, object?> { ["workload"] = workload };
        if (asOf is { } time)
            members["asOf"] = time.UtcDateTime;
        members["podSecurityLevel"] = EnumWord.Of(review.Level);
        members["violations"] = Of("baseline", review.Baseline).Concat(Of("restricted", review.Restricted.Where(one => !review.Baseline.Contains(one))));
        members["exposure"] = Of(review.Exposure);
        members["reach"] = Of(review.Reach);
        members["isolation"] = IsolationJson.Of(review.Isolation);
        members["environment"] = Of(review.Context.Environment);
        members["criticality"] = Of(review.Context.Criticality);
        members["data"] = Of(review.Context.Data);
        return JsonSerializer.SerializeToElement(members);
    }

    private static IEnumerable<object> Of(string level, IEnumerable<Violation> violations) =>
        violations.Select(violation => new { level, check = violation.Check, reason = violation.Reason, detail = violation.Detail });

    private static object Of(PodExposure exposure) => new
    {
        level = EnumWord.Of(exposure.Level),
        atMost = EnumWord.Of(exposure.AtMost),
        paths = exposure.Paths.Select(static path => new { from = EnumWord.Of(path.Level), by = path.By, certain = path.IsCertain, narrowed = path.IsNarrowed, steps = path.Steps }),
        blocked = exposure.Blocked,
        unknown = exposure.Unknowns,
    };

    private static object Of(PodReach reach) => new
    {
        level = EnumWord.Of(reach.Level),
        atMost = EnumWord.Of(reach.AtMost),
        credentials = reach.Credentials.Select(static one => new { kind = EnumWord.Of(one.Kind), name = one.Name, level = EnumWord.Of(one.Level), explanation = one.Explanation }),
        rights = reach.Rights.Select(static right => new
        {
            right = right.Right,
            @namespace = right.Namespace,
            names = right.Names,
            level = EnumWord.Of(right.Level),
            atMost = EnumWord.Of(right.AtMost),
            by = right.By,
            explanation = right.Explanation,
        }),
        unknown = reach.Unknowns,
    };

    private static object? Of<T>(Fact<T>? fact)
        where T : struct, Enum => fact is null ? null : new { value = EnumWord.Of(fact.Value), source = fact.Source };
}
