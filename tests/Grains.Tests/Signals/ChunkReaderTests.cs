using System.Diagnostics.CodeAnalysis;
using System.Text;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Signals.Late;
using IncidentMesh.Grains.Signals.Logs;
using IncidentMesh.Grains.Suppressions;
using IncidentMesh.Sensors;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Grains.Tests.Signals;

/// <summary>What is made of the log's entries.</summary>
public sealed class ChunkReaderTests
{
    private const string Poison = "poison";
    private const string Alert = "alert";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_entry_after_a_gap_of_offsets_that_fills_several_chunks_is_taken_in_once()
    {
        var seen = new SeenSignals(10);
        var entries = new[] { Entry(3, ["a"]), Entry(9_000, [.. Numbers(10_000)]), Entry(9_001, ["z"]) };
        var (through, next, taken) = (2L, 0, new List<string>());
        for (var chunk = 1; through < 9_001; chunk++)
        {
            Assert.InRange(chunk, 1, 4);
            var read = await ReadAsync([.. entries.Where(entry => entry.Offset > through)], through, next, seen);
            seen.Apply(chunk, read.Ids, 0);
            (through, next) = (read.Through, read.NextIndex);
            taken.AddRange(read.Signals.Select(signal => signal.Signal.Summary));
            Assert.Equal(0, read.Duplicates);
        }

        Assert.Equal(["a", .. Numbers(10_000), "z"], taken);
    }

    [Fact]
    public async Task What_comes_after_a_gap_is_another_chunk()
    {
        var chunk = await ReadAsync([Entry(5, ["a"]), Entry(6, ["b"]), Entry(70_000, ["c"])], 4, 0, new SeenSignals(10));

        Assert.Equal((6, 0), (chunk.Through, chunk.NextIndex));
        Assert.Equal(["a", "b"], chunk.Signals.Select(signal => signal.Signal.Summary));
    }

    [Fact]
    public async Task Part_of_an_entry_that_is_lost_is_not_left_out_of_another()
    {
        var first = await ReadAsync([Entry(5, [.. Numbers(5_000)])], 4, 0, new SeenSignals(10));

        var second = await ReadAsync([Entry(70_000, ["a", "b"])], first.Through, first.NextIndex, new SeenSignals(10));

        Assert.Equal(["a", "b"], second.Signals.Select(signal => signal.Signal.Summary));
    }

    [Fact]
    public async Task An_event_that_the_rules_fail_on_is_shown_as_not_examined_and_stops_nothing()
    {
        var chunk = await ReadAsync([Entry(1, ["a", Poison, "b"])], 0, 0, new SeenSignals(10));

        Assert.Equal(["a", Poison, "b"], chunk.Signals.Select(signal => signal.Signal.Summary));
        Assert.Equal([0, 1, 2], chunk.Signals.Select(signal => signal.Index));
        Assert.Equal(["", IngestRules.Unexamined, ""], chunk.Signals.Select(signal => string.Concat(signal.Detections.Select(detection => detection.Rule))));
        Assert.Equal(new SignalPosition(1, 1), Assert.Single(chunk.Failures).Position);
        Assert.Equal(3, chunk.Judgements.Count);
        Assert.Equal(1, chunk.Through);
    }

    [Fact]
    public void What_was_found_before_something_failed_stays_found_and_nothing_hides_it()
    {
        // Suppressions that cannot be asked.
        var chunk = ChunkReader.Read(
            [Entry(1, [Alert])], 0, 0, new WordFormat(), new SeenSignals(10), new DetectionPipeline(new DetectionOptions(), RuleLoad.Empty), suppressions: null!);

        Assert.Equal(["words/alert", IngestRules.Unexamined], Assert.Single(chunk.Signals).Detections.Select(static detection => detection.Rule));
        Assert.Empty(Assert.Single(chunk.Judgements).Holding);
    }

    private static IEnumerable<string> Numbers(int count) => Enumerable.Range(0, count).Select(static number => $"{number}");

    private static SignalLogEntry Entry(long offset, string[] events)
    {
        var places = new List<Range>();
        var body = new StringBuilder();
        foreach (var text in events)
        {
            places.Add(body.Length..(body.Length + text.Length));
            body.Append(text);
        }

        return new SignalLogEntry(offset, Now, SignalBatch.Frame(Encoding.UTF8.GetBytes(body.ToString()), places));
    }

    private static async Task<Chunk> ReadAsync(IReadOnlyList<SignalLogEntry> entries, long through, int next, SeenSignals seen) => ChunkReader.Read(
        entries, through, next, new WordFormat(), seen, new DetectionPipeline(new DetectionOptions(), RuleLoad.Empty),
        await PartitionSuppressions.LoadAsync(new InMemoryLedger(), new LedgerKey("ingest", "prod/falco"), "prod", TimeSpan.FromMinutes(5), null!));

    /// <summary>An event is a word; one of them reads as a signal that nothing can examine.</summary>
    private sealed class WordFormat : ISensorFormat
    {
        public string Name => "words";

        public bool Recognizes(ReadOnlySpan<byte> json) => true;

        public bool TryRead(ReadOnlySpan<byte> json, DateTimeOffset receivedAt, [NotNullWhen(true)] out Signal? signal, out string error)
        {
            var word = Encoding.UTF8.GetString(json);
            error = "";
            signal = new Signal
            {
                Id = new SignalId(word.Aggregate(0UL, static (id, letter) => (id << 8) | letter), 1),
                Sensor = Name,
                Time = receivedAt,
                Severity = word is Poison or Alert ? Severity.High : Severity.Unknown,
                Rule = word == Poison ? null! : word,
                Summary = word,
                Origin = SignalOrigin.None,
            };
            return true;
        }
    }
}
