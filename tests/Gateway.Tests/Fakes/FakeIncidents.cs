using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Gateway.Tests.Fakes;

/// <summary>All incidents, and their list.</summary>
internal sealed class FakeIncidents : IIncidentListGrain
{
    public ConcurrentDictionary<string, Incident> All { get; } = [];

    public ConcurrentQueue<(string Id, IncidentCommand Command, Principal Principal)> Commands { get; } = [];

    public ConcurrentQueue<IncidentQuery> Queries { get; } = [];

    /// <summary>What plan-1 of each kept.</summary>
    public List<(EvidenceFile File, byte[] Content)> Evidence { get; } =
        [(new EvidenceFile("pods/web-1/app.log", DateTimeOffset.UnixEpoch, 6, "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", IsCut: true), "hello\n"u8.ToArray())];

    /// <summary>What the next command meets, before it does anything.</summary>
    public Func<Task>? BeforeCommand { get; set; }

    public Incident Add(string id, string cluster, int score = 50)
    {
        var workload = new WorkloadRef(cluster, "shop", "Deployment", "web");
        var incident = new Incident
        {
            Id = id,
            Version = 17,
            Subject = SubjectRef.Of(workload),
            State = IncidentState.Open,
            Title = "A shell in a container",
            Fold = new IncidentFold
            {
                Signals = 3,
                Severity = Severity.Critical,
                FirstSeen = DateTimeOffset.UnixEpoch,
                LastSeen = DateTimeOffset.UnixEpoch.AddMinutes(1),
                Replicas = new Dictionary<string, long> { ["web-1"] = 3 },
            },
            Score = new Score(score, [new ScoreFactor("severity", score, "critical")], "test 1"),
            OpenedAt = DateTimeOffset.UnixEpoch,
            Plan = new ResponsePlan
            {
                Id = "plan-1",
                Action = "scale-to-zero",
                Target = workload,
                Status = PlanStatus.Proposed,
                Reason = "because",
                ProposedAt = DateTimeOffset.UnixEpoch,
                ExpiresAt = DateTimeOffset.UnixEpoch.AddHours(1),
                Hash = new string('a', 64),
            },
        };
        return All[id] = incident;
    }

    public Task<IncidentPage> ListAsync(IncidentQuery query)
    {
        Queries.Enqueue(query);
        var skip = query.Cursor is null ? 0 : int.Parse(query.Cursor, System.Globalization.CultureInfo.InvariantCulture);
        var matching = All.Values
            .Where(one => query.Clusters is null || query.Clusters.Contains(one.Subject.Cluster))
            .OrderByDescending(one => one.Score.Value)
            .ThenBy(one => one.Id, StringComparer.Ordinal)
            .Skip(skip)
            .ToList();
        var page = matching.Take(query.Max).Select(one => new IncidentSummary
        {
            Id = one.Id,
            Subject = one.Subject,
            State = one.State,
            Title = one.Title,
            Severity = one.Fold.Severity,
            Score = one.Score.Value,
            Signals = one.Fold.Signals,
            FirstSeen = one.Fold.FirstSeen,
            LastSeen = one.Fold.LastSeen,
            Verdict = one.Verdict?.Verdict,
        });
        return Task.FromResult(new IncidentPage([.. page], matching.Count > query.Max ? $"{skip + query.Max}" : null));
    }
}

internal sealed class FakeIncident(string id, FakeIncidents incidents) : IIncidentGrain
{
    private const int Events = 5;

    public Task<Incident?> GetAsync() => Task.FromResult(incidents.All.GetValueOrDefault(id));

    public Task<IReadOnlyList<TimelineEntry>> GetTimelineAsync(long after, int max) =>
        Task.FromResult<IReadOnlyList<TimelineEntry>>([.. Enumerable.Range(1, Events).Where(number => number > after).Take(max).Select(number =>
            new TimelineEntry { Number = number, Time = DateTimeOffset.UnixEpoch, Kind = "comment", Actor = "user:alice", Text = $"line {number}" })]);

    public Task<EvidenceManifest?> GetEvidenceAsync(string plan) => Task.FromResult(plan == "plan-1" && incidents.Evidence.Count > 0
        ? new EvidenceManifest { Plan = plan, RecordedAt = DateTimeOffset.UnixEpoch, Files = [.. incidents.Evidence.Select(static one => one.File)], Missing = ["pods/web-1/app.log: denied"] }
        : null);

    public Task<byte[]?> GetEvidenceFileAsync(string plan, int number)
    {
        if (plan != "plan-1" || number < 1 || number > incidents.Evidence.Count)
            return Task.FromResult<byte[]?>(null);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(incidents.Evidence[number - 1].Content);
        return Task.FromResult<byte[]?>(packed.ToArray());
    }

    public Task LearnRiskAsync(WorkloadRisk risk) => throw new NotSupportedException();

    public Task LearnAsync(IReadOnlyList<ExecSession> sessions) => Task.CompletedTask;

    public Task<IReadOnlyList<RawEvent>> GetEventsAsync(long skip, int max) =>
        Task.FromResult<IReadOnlyList<RawEvent>>([.. Enumerable.Range(0, Events).Skip((int)skip).Take(max).Select(number => new RawEvent
        {
            Number = number,
            Partition = "alpha/falco",
            Position = new SignalPosition(1, number),
            Content = number switch
            {
                0 => null,
                1 => "not json"u8.ToArray(),
                3 => """{"half a pair":"\ud800"}"""u8.ToArray(),
                4 => """{"\uDC00":"half a pair"}"""u8.ToArray(),
                _ => Encoding.UTF8.GetBytes($"{{\"rule\":\"{number}\"}}"),
            },
        })]);

    public async Task<CommandResult> ExecuteAsync(IncidentCommand command, Principal principal, long? expectedVersion)
    {
        if (incidents.BeforeCommand is { } before)
            await before();
        var incident = incidents.All[id];
        if (expectedVersion is not null && expectedVersion != incident.Version)
            return new CommandResult { Outcome = CommandOutcome.VersionConflict, Reason = "It is at another version." };
        if (command is IncidentCommand.ApprovePlan approve && approve.Hash != incident.Plan!.Hash)
            return new CommandResult { Outcome = CommandOutcome.Refused, Reason = "The plan has changed." };
        incidents.Commands.Enqueue((id, command, principal));
        incident = incidents.All[id] = incident with
        {
            Version = incident.Version + 1,
            State = command is IncidentCommand.Acknowledge ? IncidentState.Acknowledged : incident.State,
        };
        return new CommandResult { Outcome = CommandOutcome.Done, Incident = incident };
    }

    public Task<bool> TakeAsync(SubjectRef subject, SignalShare share) => throw new NotSupportedException();

    public Task RecordAsync(EffectReport report) => throw new NotSupportedException();
}
