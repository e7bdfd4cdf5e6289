using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Response.Routing;

/// <summary>What is to be told.</summary>
/// <param name="Cluster">Cluster id.</param>
/// <param name="Signs">Labels and annotations of workload and namespace; empty where it is about something else.</param>
/// <param name="Severity">Of the incident.</param>
/// <param name="Time">When.</param>
public sealed record RouteQuestion(string Cluster, IReadOnlyList<ContextSign> Signs, Severity Severity, DateTimeOffset Time);
