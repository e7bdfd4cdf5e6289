using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Detection.Replicas.Elsewhere;
using IncidentMesh.Detection.Replicas.Features;
using IncidentMesh.Detection.Replicas.Findings;
using IncidentMesh.Detection.Replicas.Windows;
using IncidentMesh.Grains.Comparison;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Signals.Logs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Tests.Comparison;

public sealed class HostileNamesTests
{
    /// <summary>Formats that one cluster can send.</summary>
    private const int Lanes = 12;

    private const int LongestPiece = 512 * 1024;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string Pod = new('貓', 253);
    /// <summary>Of a feature in a sentence.</summary>
    private static readonly string LongestWords = new('貓', 121);

    private static readonly string Workload = $"{new string('c', 63)}/{new string('貓', 63)}/Deployment/{new string('貓', 253)}";

    private readonly Serializer<ComparisonState> _serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<ComparisonState>>();

    [Fact]
    public void Whatever_things_are_called_the_ledger_takes_what_is_kept()
    {
        var state = new ComparisonState { Note = new string('貓', 200) };
        for (var lane = 0; lane < Lanes; lane++)
        {
            var name = $"{new string('c', 63)}/kubernetes-audit-{lane}";
            foreach (var way in (string[])[name, $"{name}#late"])
            {
                state = state with { Marks = state.Marks.Take(way, 1_000_000, [.. Enumerable.Range(0, ChunkReader.MaxEvents / 2)], static index => 2 * index).Marks };
            }

            state = state with { Silent = SilentNodes.With(state.Silent, name, Nodes(lane), [.. Nodes(lane).Select(Life)]) };
        }

        for (var round = 0; round < 60; round++)
        {
            state = state with { Expectations = [.. state.Expectations, Expectation()] };
        }

        (state, _) = FindingKeeping.Keep(state, [.. Enumerable.Range(0, 500).Select(Finding)], Now);
        (state, var untold) = FindingKeeping.Keep(state with { Untold = [] }, [.. Enumerable.Range(0, 500).Select(Finding)], Now);
        Assert.Equal((480, FindingKeeping.MostTold, 960), (untold, state.Untold.Count, state.Dropped));

        var (windows, deleted) = ComparisonRows.TakeChanges(Windows());
        var commit = new LedgerCommit
        {
            Key = new LedgerKey(ComparisonGrain.Kind, Workload),
            ExpectedVersion = 1,
            State = _serializer.SerializeToArray(state),
            Rows = [.. windows, new LedgerRow("learned/0/0000", new byte[LongestPiece])],
            DeletedRows = deleted,
        };
        Assert.InRange(LedgerLimits.Check(commit), LedgerLimits.MaxCommitBytes / 2, LedgerLimits.MaxCommitBytes);
        Assert.InRange(windows.Count + OpenWindows.MostPieces, 1, LedgerLimits.MaxOperations - 20);
    }

    [Fact]
    public void A_sensor_that_is_silent_on_more_nodes_than_are_kept_is_silent_on_all_and_on_nodes_without_pods_on_none()
    {
        var pods = Enumerable.Range(0, 500).Select(static at => Life($"node-{at}")).ToList();
        var none = new Dictionary<string, IReadOnlyList<string>>();
        Assert.Equal(["node-7"], SilentNodes.With(none, "c/falco", ["node-7", "node-elsewhere"], pods)["c/falco"]);
        Assert.Equal([SilentNodes.All], SilentNodes.With(none, "c/falco", [.. pods.Select(static life => life.Pod.Node!)], pods)["c/falco"]);
        Assert.Empty(SilentNodes.With(new Dictionary<string, IReadOnlyList<string>> { ["c/falco"] = ["node-7"] }, "c/falco", [], pods));
    }

    private static OpenWindows Windows()
    {
        var windows = new OpenWindows(ComparisonRows.Window, TimeSpan.FromSeconds(30));
        for (var at = 0; at < 100_000; at++)
        {
            var pod = $"{at % 400}{new string('貓', 100)}";
            windows.Count("c/falco", pod, Now.AddMinutes(at % 31), ReplicaFeatures.Of(Seen($"exec|{at}{new string('貓', 250)}")), Now.AddDays(1));
        }

        return windows;
    }

    private static ObservedSignal Seen(string activity) =>
        new(0, new Signal { Id = default, Sensor = "falco", Time = default, Rule = "r", Origin = SignalOrigin.None, Activity = activity }, []);

    private static List<string> Nodes(int lane) => [.. Enumerable.Range(0, 100).Select(node => $"{lane:D2}{node:D3}{new string('n', 248)}")];

    private static PodLife Life(string node) =>
        new(new PodRecord { Namespace = "shop", Name = $"web-{node}", Uid = node, WorkloadKind = "Deployment", WorkloadName = "web", Node = node }, null);

    private static Expectation Expectation() => new()
    {
        Id = "exp-0123456789abcdef",
        Feature = new string('貓', 256),
        Replica = new string('貓', 256),
        Reason = new string('貓', 500),
        Expires = Now,
        CreatedAt = Now,
        CreatedBy = $"user:{new string('u', 250)}",
    };

    private static ReplicaFinding Finding(int number)
    {
        var evidence = Enumerable.Range(0, 10)
            .Select(at => new FeatureEvidence(ReplicaFeatures.Of(Seen($"exec|{number}-{at}{new string('貓', 250)}")), 1e9, 1e9, new PeerCounts(1e9, 2_000, 1e9), 1e300))
            .ToList();
        var finding = new ReplicaFinding(
            FindingKind.Replica, Workload, Now, Pod, Now, 1e300, number, evidence, $"{Pod} {Workload} {LongestWords} {LongestWords} {new string('x', 400)}")
        {
            Elsewhere = new ElsewhereQuestion("sha256:aa", [.. evidence.Select(static one => one.Feature)], IsAmount: false),
        };
        return finding.With([.. evidence.Select(static (one, at) => new ElsewhereCount(one.Feature, 200, 1e15, at == 9 ? 0 : 200, int.MaxValue, at == 9 ? 0 : 1e12))]);
    }
}
