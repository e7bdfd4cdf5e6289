using IncidentMesh.Benchmarks.Rules.Subjects;

namespace IncidentMesh.Benchmarks.Rules.Measuring;

/// <summary>Times several subjects over the same events, batch by batch, so that a busy moment of the machine hits all of them.</summary>
internal static class Comparison
{
    public static IReadOnlyList<Measurement> Run(IReadOnlyList<ISubject> subjects, EventBatches events, int rounds)
    {
        Measurement[] results = [.. subjects.Select(subject => new Measurement(subject.Name))];

        // A first round, not counted, in which the code gets compiled and the buffers grow.
        for (var round = -1; round < rounds; round++)
        {
            var seconds = new double[subjects.Count];
            foreach (var batch in events.All())
            {
                for (var i = 0; i < subjects.Count; i++)
                    seconds[i] += Time(subjects[i], batch);
                if (round == rounds - 1)
                {
                    for (var i = 0; i < subjects.Count; i++)
                        CountMatchesAndAllocation(subjects[i], batch, results[i]);
                }
            }

            for (var i = 0; round >= 0 && i < subjects.Count; i++)
                results[i].Seconds.Add(seconds[i]);
        }

        return results;
    }

    private static double Time(ISubject subject, IReadOnlyList<ReadOnlyMemory<byte>> batch)
    {
        var start = ThreadClock.Seconds;
        foreach (var json in batch)
            subject.Take(json);
        return ThreadClock.Seconds - start;
    }

    private static void CountMatchesAndAllocation(ISubject subject, IReadOnlyList<ReadOnlyMemory<byte>> batch, Measurement result)
    {
        foreach (var json in batch)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var matched = subject.Take(json);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (matched)
                result.Matched++;
            else
                result.AllocatedWithoutMatch += allocated;
        }
    }
}
