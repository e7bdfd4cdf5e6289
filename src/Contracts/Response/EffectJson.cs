using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Response.Quarantine;

namespace IncidentMesh.Contracts.Response;

/// <summary>How payloads and results of effects are written: camelCase JSON, enums by name, so that people can read a dead letter.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScaleTarget))]
[JsonSerializable(typeof(ScaleSnapshot))]
[JsonSerializable(typeof(CollectEvidence))]
[JsonSerializable(typeof(EvidenceCollected))]
[JsonSerializable(typeof(ScaleToZero))]
[JsonSerializable(typeof(HoldScale))]
[JsonSerializable(typeof(ContainmentDrift))]
[JsonSerializable(typeof(RestoreScale))]
[JsonSerializable(typeof(AwaitPods))]
[JsonSerializable(typeof(PodsObserved))]
[JsonSerializable(typeof(QuarantineTarget))]
[JsonSerializable(typeof(PodsSnapshot))]
[JsonSerializable(typeof(QuarantinePods))]
[JsonSerializable(typeof(HoldQuarantine))]
[JsonSerializable(typeof(ReleasePods))]
[JsonSerializable(typeof(DeletionTarget))]
[JsonSerializable(typeof(PodsSelected))]
[JsonSerializable(typeof(DeletePods))]
[JsonSerializable(typeof(PodsDeleted))]
[JsonSerializable(typeof(AwaitDeletion))]
[JsonSerializable(typeof(IncidentNotice))]
[JsonSerializable(typeof(SlackReceipt))]
public sealed partial class EffectJson : JsonSerializerContext;
