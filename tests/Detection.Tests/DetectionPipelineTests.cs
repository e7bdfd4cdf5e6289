using CsCheck;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Tests;

public sealed class DetectionPipelineTests
{
    private static readonly Gen<Signal> AnySignal =
        from user in Gen.OneOf("mira", "jonas", "system:anonymous", "system:serviceaccount:shop:web")
        from request in Gen.OneOf("get secrets", "list secrets", "create pods/exec", "get pods", "get /api")
        from place in Gen.OneOf<string?>("shop", "billing", null)
        from code in Gen.OneOf(101, 200, 403, 403, 403)
        from second in Gen.Int[0, 400]
        from id in Gen.OneOf("a", "b", "c")
        select SignalMaker.Audit(user, request, place, code, second, (AuditFacts.AuditId, id));

    [Fact]
    public void Saving_and_restoring_changes_nothing() =>
        Gen.Select(AnySignal.Array[1, 60], Gen.Int[0, 60]).Sample(
            (signals, at) =>
            {
                var options = new DetectionOptions { ForbiddenBurst = 5 };
                var unbroken = new DetectionPipeline(options, RuleLoad.Empty);
                var broken = new DetectionPipeline(options, RuleLoad.Empty);
                for (var i = 0; i < signals.Length; i++)
                {
                    if (i == at)
                        broken = DetectionPipeline.Restore(options, RuleLoad.Empty, null, broken.Save());

                    Assert.Equal(unbroken.Examine(signals[i]), broken.Examine(signals[i]));
                }

                Assert.Equal(unbroken.Save(), broken.Save());
            },
            iter: 1_000);

    [Fact]
    public void However_many_users_there_are_the_state_is_bounded_and_what_went_is_counted()
    {
        var pipeline = new DetectionPipeline(DetectionOptions.Default, RuleLoad.Empty);
        for (var i = 0; i < 30_000; i++)
        {
            pipeline.Examine(SignalMaker.Audit($"user-{i}", "get secrets", "shop", second: i));
            pipeline.Examine(SignalMaker.Audit($"user-{i}", "get pods", "shop", 403, i));
            pipeline.Examine(SignalMaker.Audit($"user-{i}", "create pods/exec", "shop", 101, i));
        }

        var state = pipeline.Save();

        Assert.InRange(state.Length, 100 * 1024, DetectionPipeline.LargestState);
        Assert.True(pipeline.Forgotten > 50_000);
        Assert.Equal(pipeline.Forgotten, DetectionPipeline.Restore(DetectionOptions.Default, RuleLoad.Empty, null, state).Forgotten);
    }

    [Fact]
    public void The_least_recent_is_forgotten_first()
    {
        var pipeline = new DetectionPipeline(DetectionOptions.Default, RuleLoad.Empty);
        pipeline.Examine(SignalMaker.Audit("old", "get secrets", "shop", second: 0));
        pipeline.Examine(SignalMaker.Audit("busy", "get secrets", "shop", second: 1));
        for (var i = 0; i < 10_000; i++)
        {
            pipeline.Examine(SignalMaker.Audit($"user-{i}", "get secrets", "shop", second: i + 2));
            pipeline.Examine(SignalMaker.Audit("busy", "get secrets", "shop", second: i + 2));
        }

        Assert.Empty(pipeline.Examine(SignalMaker.Audit("busy", "get secrets", "shop", second: 20_000)));
        Assert.Single(pipeline.Examine(SignalMaker.Audit("old", "get secrets", "shop", second: 20_000)));
    }

    [Fact]
    public void Several_detectors_may_speak_of_one_signal() =>
        Assert.Equal(
            ["audit/secret-read-first-time", "audit/anonymous-success"],
            new DetectionPipeline(DetectionOptions.Default, RuleLoad.Empty).Examine(SignalMaker.Audit("system:anonymous", "get secrets", "shop")).Select(detection => detection.Rule));

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 9, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 255, 255, 255, 127 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 1, 0, 0, 0, 65 })]
    public void A_damaged_state_is_named_as_such(byte[] state) =>
        Assert.Throws<FormatException>(() => DetectionPipeline.Restore(DetectionOptions.Default, RuleLoad.Empty, null, state));
}
