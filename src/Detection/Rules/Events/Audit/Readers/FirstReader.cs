using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>The first value of a list.</summary>
internal sealed class FirstReader(AuditReader list) : AuditReader
{
    public override FieldValue Read(JsonIndex json) => list.Read(json).Items is [var first, ..] ? first : FieldValue.Missing;
}
