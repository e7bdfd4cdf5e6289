using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Audit;
using IncidentMesh.Gateway.Clusters;
using IncidentMesh.Gateway.Comparisons;
using IncidentMesh.Gateway.DeadLetters;
using IncidentMesh.Gateway.Incidents;
using IncidentMesh.Gateway.Incidents.Evidence;
using IncidentMesh.Gateway.Ingest;
using IncidentMesh.Gateway.Inventory;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Replay;
using IncidentMesh.Gateway.Suppressions;

namespace IncidentMesh.Gateway.Rest;

/// <summary>How every body of this API is written and read: camelCase, enums as lower-case words, nothing unknown, nothing twice.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AddClusterRequest))]
[JsonSerializable(typeof(AddExpectationRequest))]
[JsonSerializable(typeof(AddSuppressionRequest))]
[JsonSerializable(typeof(SetModeRequest))]
[JsonSerializable(typeof(ApproveRequest))]
[JsonSerializable(typeof(AssignRequest))]
[JsonSerializable(typeof(AuditVerdictResource))]
[JsonSerializable(typeof(ClusterResource))]
[JsonSerializable(typeof(CommentRequest))]
[JsonSerializable(typeof(CreateKeyRequest))]
[JsonSerializable(typeof(CreateTokenRequest))]
[JsonSerializable(typeof(ComparisonResource))]
[JsonSerializable(typeof(DeadLetterListResource))]
[JsonSerializable(typeof(EvidenceContentResource))]
[JsonSerializable(typeof(ExpectationResource))]
[JsonSerializable(typeof(IncidentListResource))]
[JsonSerializable(typeof(IncidentResource))]
[JsonSerializable(typeof(IngestReceipt))]
[JsonSerializable(typeof(InventoryListResource))]
[JsonSerializable(typeof(InventoryObjectResource))]
[JsonSerializable(typeof(JudgeRequest))]
[JsonSerializable(typeof(KeyResource))]
[JsonSerializable(typeof(KeptEvidenceResource))]
[JsonSerializable(typeof(MergeRequest))]
[JsonSerializable(typeof(Page<AuditResource>))]
[JsonSerializable(typeof(Page<ClusterResource>))]
[JsonSerializable(typeof(Page<IngestProgressResource>))]
[JsonSerializable(typeof(Page<InventoryKindResource>))]
[JsonSerializable(typeof(Page<KeyResource>))]
[JsonSerializable(typeof(Page<ParkedEffectResource>))]
[JsonSerializable(typeof(Page<RawEventResource>))]
[JsonSerializable(typeof(Page<SuppressionResource>))]
[JsonSerializable(typeof(Page<TimelineResource>))]
[JsonSerializable(typeof(Page<TokenResource>))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(ReplayBody))]
[JsonSerializable(typeof(ReplayResource))]
[JsonSerializable(typeof(ReplicaResource))]
[JsonSerializable(typeof(RequeueRequest))]
[JsonSerializable(typeof(ResolveRequest))]
[JsonSerializable(typeof(SuppressionResource))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(WhoAmIResource))]
internal sealed partial class GatewayJson : JsonSerializerContext
{
    /// <summary>Deepest nesting of an answer: a raw event is nested as deep as ingest took it, 64 by default, within its page.</summary>
    public const int MaxDepth = 80;

    /// <summary>Sets the rules where ASP.NET reads them: it asks this context for types, not for options.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = MaxDepth;
        options.NumberHandling = JsonNumberHandling.Strict;
    }
}
