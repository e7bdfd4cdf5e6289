using IncidentMesh.Detection;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Fuzz.Tests.Inputs;
using IncidentMesh.Fuzz.Tests.Rules;
using IncidentMesh.Sensors;

namespace IncidentMesh.Fuzz.Tests.Sensors;

/// <summary>Whatever a sensor sends is split, sorted, read and judged, or refused in words.</summary>
public sealed class SensorFuzzTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 6, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly RuleLoad Rules = RuleLoader.Load([new RuleFile("rules.yaml", RuleTexts.EveryFeature)]);

    [Fact]
    public Task Damaged_events_are_read_by_every_format_or_refused_in_words() => FuzzRun.RunAsync(0.6, random =>
    {
        var json = Mutator.Mutate(random, Pick(random, Samples.SingleEvents), Pick(random, Samples.SingleEvents));
        foreach (var format in SensorFormats.All)
        {
            _ = format.Recognizes(json);
            var isRead = format.TryRead(json, ReceivedAt, out var signal, out var error);
            Assert.Equal(isRead, signal is not null);
            Assert.Equal(isRead, error.Length == 0);
        }

        _ = EventEnvelopes.Open(json, SplitLimits.Default);
    });

    [Fact]
    public Task Damaged_bodies_are_split_sorted_and_judged() => FuzzRun.RunAsync(0.4, random =>
    {
        var body = Mutator.Mutate(random, Pick(random, Samples.Bodies), Pick(random, Samples.Bodies));
        var split = EventSplitter.Split(body, SplitLimits.Default);
        Assert.True(split.Fatal is null || split.Events.Count == 0);
        var sorted = EventSorter.Sort(body, split, SplitLimits.Default, out var rejected);
        Assert.All(rejected, one => Assert.NotEmpty(one.Error));
        var pipeline = new DetectionPipeline(new DetectionOptions(), Rules, "alpha");
        foreach (var events in sorted)
        {
            var format = SensorFormats.Find(events.Format)!;
            foreach (var range in events.Events)
            {
                if (format.TryRead(events.Body.Span[range], ReceivedAt, out var signal, out _))
                    Assert.All(pipeline.Examine(signal, events.Body[range]), detection => Assert.NotEmpty(detection.Rule));
            }
        }
    });

    [Fact]
    public void The_rules_to_judge_by_load() => Assert.True(Rules.Succeeded, string.Join('\n', Rules.Errors));

    private static byte[] Pick(Random random, byte[][] from) => from[random.Next(from.Length)];
}
