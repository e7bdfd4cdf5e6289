namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>What a problem is about.</summary>
/// <param name="Kind"><c>rule</c>, <c>macro</c>, <c>list</c>, <c>exception</c>, <c>rules content</c>, ...</param>
/// <param name="Name">Its name; empty where it has none.</param>
public sealed record LoadItem(string Kind, string Name);
