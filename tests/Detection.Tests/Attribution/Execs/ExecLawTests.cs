using System.Text.Json;
using CsCheck;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using static IncidentMesh.Detection.Tests.Attribution.Execs.ExecMaker;

namespace IncidentMesh.Detection.Tests.Attribution.Execs;

/// <summary>Who is named depends on what is known and not on what was known first.</summary>
public sealed class ExecLawTests
{
    private static readonly string[] Commands = ["sh", "bash", "cat /etc/shadow"];

    private static readonly Gen<ExecSession> AnySession =
        from user in Gen.Int[0, 2]
        from second in Gen.Int[0, 40]
        from command in Gen.Int[0, 2]
        from container in Gen.Int[0, 2]
        from kind in Gen.Frequency((8, Gen.Const(ExecKind.Exec)), (1, Gen.Const(ExecKind.Attach)), (1, Gen.Const(ExecKind.Debug)))
        from length in Gen.Int[0, 60]
        select Exec($"user-{user}", second, Commands[command], container switch { 0 => null, 1 => "web", _ => "sidecar" }, kind: kind, end: length == 0 ? null : second + length);

    private static readonly Gen<ObservedSignal> AnyProcess =
        from second in Gen.Int[0, 60]
        from command in Gen.Int[0, 2]
        from parent in Gen.Int[0, 3]
        from pid in Gen.Int[1, 6]
        from parentPid in Gen.Int[1, 6]
        from started in Gen.Bool
        select Process(
            Commands[command],
            second,
            ("evt.type", started ? "execve" : "openat"),
            ("proc.pid", pid),
            ("proc.ppid", parentPid),
            ("proc.pcmdline", parent < 3 ? Commands[parent] : null),
            ("proc.tty", second % 2 == 0 ? 34816 : null));

    [Fact]
    public void Order_repeats_and_partition_do_not_matter() =>
        Gen.Select(AnySession.Array[0, 8], AnyProcess.Array[0, 12], Gen.Int).Sample(
            (sessions, processes, seed) =>
            {
                var random = new Random(seed);
                var expected = new FoldBuilder();
                foreach (var process in processes)
                    expected.Add(process, process.Replica);
                foreach (var session in sessions)
                    expected.Learn(session);

                // Two parts that know of each other only in the end; sessions may be told to both, again, and with their end later.
                var parts = new[] { new FoldBuilder(), new FoldBuilder() };
                var steps = processes.Select(process => (Action)(() => parts[random.Next(2)].Add(process, process.Replica)))
                    .Concat(sessions.SelectMany(session => new Action[]
                    {
                        () => parts[random.Next(2)].Learn(session with { End = null }),
                        () => parts[random.Next(2)].Learn(session),
                        () => parts[1].Learn(session),
                    })).ToArray();
                random.Shuffle(steps);
                foreach (var step in steps)
                {
                    step();
                    // Storing a part and going on from the store is no difference either, as long as sessions are told again.
                    if (random.Next(4) == 0)
                        parts[0] = new FoldBuilder(parts[0].ToFold());
                }

                parts[0].Merge(parts[1].ToFold());
                foreach (var session in sessions)
                    parts[0].Learn(session);

                Assert.Equal(Told(expected), Told(parts[0]));
            },
            iter: 500);

    [Fact]
    public void Every_detection_has_at_most_one_answer_and_only_with_a_session_of_its_pod() =>
        Gen.Select(AnySession.Array[0, 8], AnyProcess.Array[0, 12]).Sample(
            (sessions, processes) =>
            {
                var actors = Actors(sessions, processes);

                Assert.True(actors.Sum(actor => actor.Detections) <= processes.Length);
                Assert.All(actors, actor => Assert.All(actor.Sessions, session => Assert.Contains(sessions, session.IsSameAs)));
            },
            iter: 200);

    private static string Told(FoldBuilder fold) => JsonSerializer.Serialize(fold.ToFold().Actors);
}
