using IncidentMesh.Contracts.Access;

namespace IncidentMesh.Grains.Incidents;

/// <summary>IncidentMesh acting on its own incidents. Never comes from a token: no token has this credential's id.</summary>
internal static class SystemPrincipal
{
    public const string CredentialId = "system";

    public static readonly Principal Value = new() { Credential = CredentialId, Name = "incidentmesh", Role = Role.Admin, Person = false };
}
