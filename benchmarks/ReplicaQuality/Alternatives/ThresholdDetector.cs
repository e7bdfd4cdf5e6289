using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>Raises an alarm for each replica whose oddness reaches a threshold.</summary>
internal sealed class ThresholdDetector(IOddness oddness, bool isHourly, double threshold) : IDetector
{
    private readonly StratumReader _reader = new(isHourly);

    public IEnumerable<Alarm> Observe(WorkloadWindow window)
    {
        foreach (var stratum in _reader.Read(window))
        {
            var scores = oddness.Score(stratum);
            for (var row = 0; row < scores.Length; row++)
            {
                if (scores[row].Value >= threshold)
                    yield return new Alarm(AlarmKind.Replica, stratum.Replicas[row], scores[row].Column < 0 ? [] : [stratum.Feature(scores[row].Column)], scores[row].Value);
            }
        }
    }
}
