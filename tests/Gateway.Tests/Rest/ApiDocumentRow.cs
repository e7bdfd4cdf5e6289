namespace IncidentMesh.Gateway.Tests.Rest;

/// <summary>One row of docs/api.md's tables of routes.</summary>
/// <param name="Route">Method and full path.</param>
/// <param name="Query">Names of its parameters in the query, in order.</param>
/// <param name="Role">Least role.</param>
/// <param name="Person">Only for persons.</param>
/// <param name="AllClusters">Closed to tokens that are bound to some clusters.</param>
internal sealed record ApiDocumentRow(string Route, IReadOnlyList<string> Query, string Role, bool Person, bool AllClusters);
