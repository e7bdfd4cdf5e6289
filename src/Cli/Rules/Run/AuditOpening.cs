using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Events.Audit;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Cli.Rules.Run;

/// <summary>Raw events of the API server's audit log.</summary>
internal sealed class AuditOpening(ImmutableArray<FieldReference> fields) : EventOpening(FieldSources.KubernetesAudit)
{
    private readonly AuditEventFields _event = new(fields);

    public override IEventFields? Open(ReadOnlyMemory<byte> json, DateTimeOffset receivedAt, out string? error) =>
        _event.TryBegin(json, receivedAt, out error) ? _event : null;
}
