using IncidentMesh.Contracts.Access;

namespace IncidentMesh.Gateway.Access;

/// <param name="Credential">Null where there is none of that id.</param>
/// <param name="Stale">The copy is too old to say anything.</param>
internal readonly record struct CredentialLookup(Credential? Credential, bool Stale);
