using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Gateway.Incidents;

/// <param name="Assignee">Name of a person, at most 100 characters; null takes the assignment back.</param>
internal sealed record AssignRequest(string? Assignee);

/// <param name="Text">1 to 4,000 characters.</param>
internal sealed record CommentRequest(string? Text);

/// <param name="Reason">1 to 1,000 characters.</param>
internal sealed record ReasonRequest(string? Reason);

/// <param name="Reason">Why.</param>
/// <param name="Action">Which response; the one that is set where it is left out.</param>
/// <param name="Pods">Names of pods to quarantine; those that detections named where it is left out.</param>
internal sealed record ProposeRequest(string? Reason, string? Action, IReadOnlyList<string>? Pods);

/// <param name="Reason">1 to 1,000 characters.</param>
/// <param name="Verdict">What it turned out to be; null where that is not known.</param>
internal sealed record ResolveRequest(string? Reason, Verdict? Verdict);

/// <param name="Verdict">What it turned out to be.</param>
/// <param name="Reason">1 to 1,000 characters.</param>
internal sealed record JudgeRequest(Verdict? Verdict, string? Reason);

/// <param name="Into">Id of another incident of the same cluster.</param>
internal sealed record MergeRequest(string? Into);

/// <param name="Hash">The plan's hash as the person saw it.</param>
internal sealed record ApproveRequest(string? Hash);
