using System.Text;
using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>The same text in every event.</summary>
internal sealed class ConstantReader(string text) : AuditReader
{
    private readonly FieldValue _value = FieldValue.Of(Encoding.UTF8.GetBytes(text));

    public override FieldValue Read(JsonIndex json) => _value;
}
