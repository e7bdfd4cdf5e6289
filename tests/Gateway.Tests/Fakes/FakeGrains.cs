using System.Collections.Concurrent;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Contracts.Replay;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Contracts.Vulnerabilities;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Gateway.Tests.Fakes;

/// <summary>
/// Grains as plain objects in one process: what the gateway asks of them, without Orleans between. Each call runs through
/// <see cref="Fault"/> first, so that a test can make any grain fail or hang.
/// </summary>
internal sealed class FakeGrains : IGrainFactory
{
    private readonly ConcurrentDictionary<(Type, string), object> _grains = [];

    /// <summary>Called with the grain interface before each lookup; throws or waits as a test wants. Null for no fault.</summary>
    public Func<Type, Exception?>? Fault { get; set; }

    public FakeAccess Access { get; } = new();

    public FakeRegistry Registry { get; } = new();

    public FakeIncidents Incidents { get; } = new();

    public FakeAudit Audit { get; } = new();

    public FakeOutbox Outbox { get; } = new();

    public FakeRoutes Routes { get; } = new();

    public FakeDeadLetters DeadLetters(string cluster) => (FakeDeadLetters)Find(typeof(IDeadLetterGrain), cluster);

    public FakeSuppressions Suppressions(string cluster) => (FakeSuppressions)Find(typeof(ISuppressionGrain), cluster);

    public FakeComparison Comparison(string workload) => (FakeComparison)Find(typeof(IComparisonGrain), workload);

    public FakeReplay Replay(string cluster) => (FakeReplay)Find(typeof(IReplayGrain), cluster);

    public FakeIdempotency Idempotency(string key) => (FakeIdempotency)Find(typeof(IIdempotencyGrain), key);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => (TGrainInterface)Get(typeof(TGrainInterface), primaryKey);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => (TGrainInterface)Get(typeof(TGrainInterface), "");

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey => throw new NotSupportedException();

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw new NotSupportedException();

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    public IAddressable GetGrain(Type grainInterfaceType, IdSpan grainKey) => throw new NotSupportedException();

    public IAddressable GetGrain(Type grainInterfaceType, IdSpan grainKey, string grainClassNamePrefix) => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId) => throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw new NotSupportedException();

    private object Get(Type type, string key) => Fault?.Invoke(type) is { } failure ? throw failure : Find(type, key);

    private object Find(Type type, string key) => _grains.GetOrAdd((type, key), _ =>
        type == typeof(IAccessGrain) ? Access
        : type == typeof(IClusterRegistryGrain) ? Registry
        : type == typeof(IClusterGrain) ? new FakeCluster(key)
        : type == typeof(IIncidentGrain) ? new FakeIncident(key, Incidents)
        : type == typeof(IIncidentListGrain) ? Incidents
        : type == typeof(IAuditGrain) ? Audit
        : type == typeof(IOutboxGrain) ? Outbox
        : type == typeof(ISuppressionGrain) ? new FakeSuppressions()
        : type == typeof(IComparisonGrain) ? new FakeComparison(key)
        : type == typeof(IDeadLetterGrain) ? new FakeDeadLetters()
        : type == typeof(IIdempotencyGrain) ? new FakeIdempotency()
        : type == typeof(IReplayGrain) ? new FakeReplay()
        : type == typeof(IInventoryGrain) ? new FakeInventories(key)
        : type == typeof(IRouteGrain) ? Routes
        : type == typeof(IComponentGrain) ? new FakeComponents()
        : type == typeof(IModuleGrain) ? new FakeModules()
        : type == typeof(IReplicaGrain) ? new FakeReplica(key)
        : type == typeof(IIngestGrain) ? (object)new FakeIngest()
        : throw new NotSupportedException(type.Name));
}
