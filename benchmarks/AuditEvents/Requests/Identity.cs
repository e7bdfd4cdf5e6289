namespace IncidentMesh.Benchmarks.AuditEvents.Requests;

/// <summary>Who asks.</summary>
/// <param name="Name">User name.</param>
/// <param name="Groups">The user's groups.</param>
/// <param name="Agent">The client's user agent.</param>
/// <param name="Address">Where from.</param>
/// <param name="Pod">The pod whose service account it is; null for all others.</param>
internal sealed record Identity(string Name, string[] Groups, string Agent, string Address, string? Pod = null);
