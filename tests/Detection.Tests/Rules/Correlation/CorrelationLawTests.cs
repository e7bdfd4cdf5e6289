using CsCheck;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Tests.Rules.Correlation;

/// <summary>Laws of what correlations remember.</summary>
public sealed class CorrelationLawTests
{
    private static readonly RuleLoad Rules = CorrelationTests.Load(
        Correlation("Count", "type: count", "condition: ka.response.code = 403", "threshold: 4", "window: 60s")
        + Correlation("Distinct", "type: distinct", "condition: ka.response.code = 403", "of: ka.target.name", "threshold: 3", "window: 60s")
        + Correlation("Sequence", "type: sequence", "steps: [ka.target.name = a, ka.target.name = b, \"ka.target.name in (a, c)\"]", "window: 60s")
        + Correlation("First", "type: first_seen", "condition: ka.target.resource = secrets")
        + Correlation("First in a while", "type: first_seen", "condition: ka.target.resource = secrets", "window: 90s"));

    private static readonly Gen<Signal> AnySignal =
        from user in Gen.OneOf("mira", "jonas")
        from request in Gen.OneOf("get secrets", "list pods")
        from name in Gen.OneOf("a", "b", "c", "d")
        from code in Gen.OneOf(200, 403)
        from second in Gen.Int[0, 200]
        select SignalMaker.Audit(user, request, "shop", code, second, (AuditFacts.Name, name));

    [Fact]
    public void Wherever_a_stream_is_split_saved_and_taken_up_again_the_detections_are_the_same() =>
        Gen.Select(AnySignal.Array[1, 60], Gen.Int[0, 60].HashSet[0, 4]).Sample(
            (signals, splits) =>
            {
                var unbroken = New();
                var broken = New();
                var saved = new Dictionary<string, StatePiece>();
                for (var i = 0; i < signals.Length; i++)
                {
                    if (splits.Contains(i))
                    {
                        Keep(broken, saved);
                        broken = DetectionPipeline.Restore(DetectionOptions.Default, Rules, null, saved.Values);
                    }

                    Assert.Equal(Shown(unbroken.Examine(signals[i])), Shown(broken.Examine(signals[i])));
                }

                Keep(broken, saved);
                Assert.Equal(Bytes(unbroken.Save()), Bytes(broken.Save()));
                Assert.Equal(Bytes(unbroken.Save()), Bytes(DetectionPipeline.Restore(DetectionOptions.Default, Rules, null, saved.Values).Save()));
            },
            iter: 1_000);

    [Fact]
    public void A_chunk_that_is_read_again_from_its_checkpoint_gives_what_it_gave() =>
        Gen.Select(AnySignal.Array[0, 40], AnySignal.Array[1, 40]).Sample(
            (before, chunk) =>
            {
                var pipeline = New();
                foreach (var signal in before)
                    pipeline.Examine(signal);
                var checkpoint = pipeline.Save();
                var first = chunk.Select(signal => Shown(pipeline.Examine(signal))).ToList();

                var again = DetectionPipeline.Restore(DetectionOptions.Default, Rules, null, checkpoint);

                Assert.Equal(first, chunk.Select(signal => Shown(again.Examine(signal))));
            },
            iter: 500);

    [Fact]
    public void A_count_is_told_only_when_its_events_lie_within_the_window() =>
        Gen.Int[0, 30].Array[1, 80].Sample(
            pauses =>
            {
                var pipeline = New();
                var times = new List<int>();
                var at = 0;
                foreach (var pause in pauses)
                {
                    times.Add(at += pause);
                    var told = pipeline.Examine(SignalMaker.Audit("mira", "list pods", "shop", 403, at)).Any(found => found.Rule == "k8s_audit/Count");
                    Assert.True(!told || times.Count(time => time > at - 60) >= 4);
                }
            },
            iter: 300);

    [Fact]
    public void However_many_keys_there_are_the_state_is_bounded_and_what_went_is_counted()
    {
        var pipeline = New();
        for (var i = 0; i < 20_000; i++)
            pipeline.Examine(SignalMaker.Audit($"user-{i}", "get secrets", "shop", 403, i, (AuditFacts.Name, "a")));

        var state = pipeline.Save();

        Assert.InRange(state.Sum(piece => piece.Content.Length), 100 * 1024, 5 * 64 * 1024);
        Assert.True(pipeline.Forgotten > 70_000);
        Assert.Equal(pipeline.Forgotten, DetectionPipeline.Restore(DetectionOptions.Default, Rules, null, state).Forgotten);
    }

    [Fact]
    public void The_least_recent_is_forgotten_first()
    {
        var pipeline = New();
        pipeline.Examine(Read("old", 0));
        pipeline.Examine(Read("busy", 1));
        for (var i = 0; i < 10_000; i++)
        {
            pipeline.Examine(Read($"user-{i}", i + 2));
            pipeline.Examine(Read("busy", i + 2));
        }

        Assert.DoesNotContain("k8s_audit/First by", Shown(pipeline.Examine(Read("busy", 20_000))), StringComparison.Ordinal);
        Assert.Contains("k8s_audit/First by", Shown(pipeline.Examine(Read("old", 20_000))), StringComparison.Ordinal);

        static Signal Read(string user, int second) => SignalMaker.Audit(user, "get secrets", "shop", second: second);
    }

    [Fact]
    public void A_correlation_that_changed_begins_empty_and_the_others_go_on()
    {
        var pipeline = New();
        pipeline.Examine(SignalMaker.Audit("mira", "get secrets", "shop"));
        var changed = CorrelationTests.Load(
            Correlation("First", "type: first_seen", "condition: ka.target.resource in (secrets, configmaps)")
            + Correlation("First in a while", "type: first_seen", "condition: ka.target.resource = secrets", "window: 90s"));

        var next = DetectionPipeline.Restore(DetectionOptions.Default, changed, null, pipeline.Save());

        Assert.Equal("k8s_audit/First by mira", Shown(next.Examine(SignalMaker.Audit("mira", "get secrets", "shop"))));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 9, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 255, 255, 255, 127 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 65, 0, 0, 0 })]
    public void A_damaged_state_is_named_as_such(byte[] state) =>
        Assert.Throws<FormatException>(() => DetectionPipeline.Restore(DetectionOptions.Default, Rules, null, [new StatePiece("0", state)]));

    private static DetectionPipeline New() => new(DetectionOptions.Default, Rules);

    private static void Keep(DetectionPipeline pipeline, Dictionary<string, StatePiece> saved)
    {
        foreach (var piece in pipeline.TakeChanges())
            saved[piece.Name] = piece;
    }

    private static string Shown(IReadOnlyList<SignalDetection> found) =>
        string.Join("; ", found.Select(detection => $"{detection.Rule} {detection.Output}"));

    private static string Bytes(IReadOnlyList<StatePiece> pieces) =>
        string.Join("; ", pieces.Select(piece => $"{piece.Name} {Convert.ToHexString(piece.Content.Span)}"));

    private static string Correlation(string name, params string[] lines) => $"""
        - correlation: {name}
          desc: d
          source: k8s_audit
          by: [ka.user.name]
          output: by %ka.user.name
          priority: ERROR
          {string.Join("\n  ", lines)}

        """;
}
