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

    [Fact]
    public void However_long_names_are_the_ledger_takes_it_and_every_signal_is_counted()
    {
        var draft = new IncidentDraft("inc-1", new IncidentData { Subject = SubjectRef.Of(Flow.Web), OpenedAt = Start }, Start, _serializer, IncidentScoring.Default);
        IncidentIntake.Take(draft, "prod/falco", [.. Enumerable.Range(0, 4_096).Select(LongNamed)]);
        IncidentCommands.Execute(draft, new IncidentCommand.Absorb("inc-2", draft.Data.Fold), SystemPrincipal.Value);
        Assert.InRange(Size(draft), LedgerLimits.MaxBytes + 1, int.MaxValue);

        // As if a large plan were beside it.
        while (Size(draft) > LedgerLimits.MaxBytes / 2)
            Assert.True(IncidentSize.Cut(draft));

        var (fold, own) = (draft.Data.Fold, draft.Data.OwnFold);
        Assert.Equal((8_192, 4_096), (fold.Signals, own.Signals));
        Assert.Equal((8_192, 4_096), (fold.Rules.Sum(static hits => hits.Count), own.Rules.Sum(static hits => hits.Count)));
        Assert.Equal((8_192, 4_096), (fold.Replicas.Values.Sum(), own.Replicas.Values.Sum()));
        Assert.Equal((Severity.Critical, Severity.Critical), (fold.Severity, own.Severity));
        Assert.Equal(["falco"], fold.Sensors);
        Assert.Single(draft.Data.Recent, static line => line.Actor == "system:folding" && line.Text.StartsWith("its names are too long", StringComparison.Ordinal));
        Assert.InRange(fold.Rules.Count, 20, FoldBuilder.MostRules);

        // What has no place any more gets none again, and is no news.
        var (lines, size) = (draft.Data.TimelineLength, Size(draft));
        IncidentIntake.Take(draft, "prod/falco", [.. Enumerable.Range(0, 4_096).Select(static at => LongNamed(at) with { Index = 5_000 + at })]);
        Assert.Equal((12_288, lines), (draft.Data.Fold.Signals, draft.Data.TimelineLength));
        Assert.InRange(Size(draft), 1, LedgerLimits.MaxBytes);
        Assert.InRange(size, 1, LedgerLimits.MaxBytes);
    }

    [Fact]
    public void Severe_rules_and_steps_of_an_attack_keep_their_names_longest()
    {
        var builder = new FoldBuilder();
        for (var at = 0; at < 100; at++)
            builder.Add(Shell(at, $"low-{at}") with { Detections = [new() { Rule = $"low-{at}", Title = "low", Severity = Severity.Low }] }, null);
        builder.Add(Shell(200, "late") with { Detections = [new() { Rule = "late", Title = "late", Severity = Severity.Critical, Techniques = ["T1041"] }] }, null);

        var fold = FoldBuilder.Fewer(builder.ToFold(), 64);

        Assert.Equal(101, fold.Rules.Sum(static hits => hits.Count));
        Assert.Contains(fold.Rules, static hits => hits.Rule == "late" && hits.Techniques.Count == 1);
    }

    private int Size(IncidentDraft draft) => _serializer.SerializeToArray(draft.Data).Length;

    private static ObservedSignal LongNamed(int at) => Shell(at, "Shell") with
    {
        Signal = Shell(at, "Shell").Signal with
        {
            User = Long("user", at % 120),
            Origin = new SignalOrigin { Namespace = "shop", Pod = "web-0", ContainerName = "web", Node = Long("node", at % 120) },
        },
        Detections = [new() { Rule = Long("rule", at % 250), Title = Long("title", at % 250), Severity = Severity.Critical, Techniques = [.. Enumerable.Range(0, 32).Select(step => $"T{1_000 + step}")] }],
        Replica = new ReplicaRef("prod", new string('n', 63), Long("pod", at % 220)),
    };

    private static string Long(string kind, int at) => $"{kind}-{at}".PadRight(512, 'é');

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
