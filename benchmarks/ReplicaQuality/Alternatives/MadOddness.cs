namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>The greatest distance from the siblings' median over all features.</summary>
internal sealed class MadOddness : IOddness
{
    public OddnessScore[] Score(Stratum stratum)
    {
        var distances = RobustDistances.Of(stratum);
        var scores = new OddnessScore[stratum.Rows];
        for (var row = 0; row < scores.Length; row++)
        {
            var worst = new OddnessScore(0, -1);
            for (var column = 0; column < stratum.Columns; column++)
            {
                if (Math.Abs(distances[row, column]) > worst.Value)
                    worst = new OddnessScore(Math.Abs(distances[row, column]), column);
            }

            scores[row] = worst;
        }

        return scores;
    }
}
