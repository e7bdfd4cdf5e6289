namespace IncidentMesh.Integrations.Notices;

/// <summary>Names of targets, as settings and routes write them: without regard to case, with or without Slack's <c>#</c>.</summary>
internal static class TargetNames
{
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> configured) =>
        configured.ToDictionary(static pair => pair.Key.TrimStart('#'), static pair => pair.Value, StringComparer.OrdinalIgnoreCase);
}
