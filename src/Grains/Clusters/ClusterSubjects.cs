using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Storage;
using IncidentMesh.Grains.Workloads;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Clusters;

/// <summary>
/// A cluster's subjects that are no workloads (users, nodes), a ledger row each. So many have a place of their own. Then
/// whoever has been idle for longest makes room; while nobody is idle for long enough, further ones share a place, so
/// that every signal counts. A subject that lost its place begins with the oldest of its incidents that is still open.
/// </summary>
internal sealed class ClusterSubjects(int most, TimeSpan idle)
{
    /// <summary>Name of the place that is shared, one for each kind of subject.</summary>
    public const string Shared = "other";

    private const string Prefix = "subject/";

    private readonly Dictionary<string, KnownSubject> _known = new(StringComparer.Ordinal);

    /// <summary>Before this nobody has been idle for long enough: nobody needs to be looked for.</summary>
    private DateTimeOffset _noneBefore = DateTimeOffset.MinValue;

    public int Count => _known.Count;

    /// <summary>How long a subject has to be idle before it loses its place: longer than any silence that parts two incidents.</summary>
    public static TimeSpan IdleTime(DetectionOptions options) =>
        new[] { options.BurstGap, options.RoutineGap, options.DigestGap }.Max() + TimeSpan.FromHours(1);

    public async Task LoadAsync(LedgerKey key, ILedger ledger, Serializer serializer)
    {
        await foreach (var value in InventoryRows.ReadAsync(ledger, key, Prefix))
        {
            var known = serializer.Read<KnownSubject>(value);
            _known[known.Name] = known;
        }
    }

    public KnownSubject? Find(SubjectRef subject) => _known.GetValueOrDefault(subject.ToString());

    /// <summary>
    /// Where signals of a subject without a place go: to one of its own, for which another may have to go, or to the
    /// shared one. What was shared of a chunk is shared when the chunk comes again: else it would count twice.
    /// </summary>
    /// <returns>Null where it shares; otherwise the name of the subject that loses its place, empty for nobody.</returns>
    public string? MakeRoom(SubjectRef subject, SignalShare share, DateTimeOffset now)
    {
        if (subject.Kind == SubjectKinds.Digest || (subject.Kind == SubjectKinds.Sensor && !subject.Name.Contains('/', StringComparison.Ordinal)))
        {
            // There are few, unlike sensors by node, whose names are the sender's; and a storm's digest must not go under in the flood that it is about.
            return "";
        }

        if (Find(subject with { Name = Shared }) is { } shared && shared.State.Marks.Has(share.Lane, share.Chunk))
        {
            return null;
        }

        if (_known.Count < most)
        {
            return "";
        }

        if (now < _noneBefore)
        {
            return null;
        }

        var idlest = _known.Values.Where(known => !known.IsShared).MinBy(known => known.TakenAt);
        if (idlest is not null && idlest.TakenAt + idle <= now)
        {
            return idlest.Name;
        }

        _noneBefore = (idlest?.TakenAt ?? now) + idle;
        return null;
    }

    public void Put(KnownSubject known) => _known[known.Name] = known;

    public void Remove(string name) => _known.Remove(name);

    public static LedgerRow Row(KnownSubject known, Serializer serializer) => new(RowKey(known.Name), serializer.SerializeToArray(known));

    public static string RowKey(string name) => InventoryRows.RowKey(Prefix, name);
}

/// <param name="Name">The subject, as <see cref="SubjectRef.ToString"/> has it.</param>
/// <param name="IsShared">It stands for all that have no place of their own.</param>
/// <param name="TakenAt">When its signals were taken in last, by our clock.</param>
/// <param name="State">What it has taken, and which incident it is at.</param>
[GenerateSerializer, Immutable, Alias("im.state.known-subject")]
internal sealed record KnownSubject(
    [property: Id(0)] string Name,
    [property: Id(1)] bool IsShared,
    [property: Id(2)] DateTimeOffset TakenAt,
    [property: Id(3)] SubjectState State);

[GenerateSerializer, Immutable, Alias("im.state.cluster-subject")]
internal sealed record SubjectState
{
    [Id(0)] public IntakeMarks Marks { get; init; } = new();

    [Id(1)] public SubjectIntake Intake { get; init; } = new();
}
