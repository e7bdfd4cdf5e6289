using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Incidents;
using IncidentMesh.Grains.Incidents.Reading;
using IncidentMesh.Grains.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Tests.Incidents;

public sealed class LargestDraftTests
{
    /// <summary>What a plan that is proposed and approved at once, and every notifier, ask for in the same commit.</summary>
    private const int RoomForPlanAndNotices = 25;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Serializer _serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void However_many_rules_and_actors_come_at_once_the_ledger_takes_it()
    {
        var known = new IncidentDraft("inc-1", new IncidentData { Subject = SubjectRef.Of(Flow.Web), OpenedAt = Start }, Start, _serializer, IncidentScoring.Default);
        IncidentIntake.Take(known, "prod/falco", [.. Enumerable.Range(0, 16).Select(at => Shell(at, "Shell"))]);
        Assert.True(IncidentIntake.Learn(known, [.. Enumerable.Range(0, 16).Select(at => Exec(at, "jane"))]));
        Assert.Equal(16, known.Data.Fold.Actors.Count);

        var draft = new IncidentDraft("inc-1", known.Data, Start, _serializer, IncidentScoring.Default);
        IncidentIntake.Take(draft, "prod/falco", [.. Enumerable.Range(100, 4_096).Select(at => Shell(at, $"Rule {at}", process: false))]);
        Assert.True(IncidentIntake.Learn(draft, [.. Enumerable.Range(0, 16).Select(at => Exec(at, "joe"))]));

        var commit = draft.Complete(new LedgerCommit { Key = new LedgerKey(IncidentRows.Kind, "inc-1"), ExpectedVersion = 1, State = _serializer.SerializeToArray(draft.Data) });
        Assert.InRange(LedgerLimits.Check(commit), 1, LedgerLimits.MaxCommitBytes);
        Assert.InRange(commit.Rows.Count + commit.Effects.Count, 1, LedgerLimits.MaxOperations - RoomForPlanAndNotices);
        Assert.All(draft.Data.Fold.Actors, actor => Assert.Equal("one of jane, joe", ExecActorText.Who(actor)));
        var texts = commit.Rows.Where(row => row.Key.StartsWith("timeline/", StringComparison.Ordinal)).Select(row => _serializer.Deserialize<TimelineEntry>(row.Value)!.Text).ToList();
        Assert.Contains("nor by 8 more", texts);
        Assert.Contains("and by 8 more, who are named as actors of the incident", texts);
    }

    private static ObservedSignal Shell(int at, string rule, bool process = true) => new(
        at,
        new Signal
        {
            Id = new SignalId(1, (ulong)at),
            Sensor = SensorNames.Falco,
            Time = Start.AddMinutes(at),
            Rule = rule,
            Summary = new string('x', 1_000),
            Origin = new SignalOrigin { Namespace = "shop", Pod = "web-0", ContainerName = "web" },
        },
        [new() { Rule = $"falco/{rule}", Title = rule, Severity = Severity.Critical }],
        new ReplicaRef("prod", "shop", "web-0"),
        Process: process ? new ProcessChain { Links = [new ProcessLink { Command = "sh", StartedAt = Start.AddMinutes(at) }], Terminal = true, IsStart = true } : null);

    private static ExecSession Exec(int at, string user) => new()
    {
        Pod = "shop/web-0",
        User = user,
        Kind = ExecKind.Exec,
        Start = Start.AddMinutes(at),
        End = Start.AddMinutes(at).AddSeconds(5),
        Container = "web",
        Command = "sh",
        Terminal = true,
        UserAgent = "kubectl/v1.31.0",
    };
}
