namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>The greatest distance from the siblings' median over all features.</summary>
internal sealed class MadOddness : IOddness
{
    public OddnessScore[] Score(Stratum stratum)
    {
        var distances = RobustDistances.Of(stratum);
        var scores = new OddnessScore[stratum.Rows];
        Array.Fill(scores, new OddnessScore(0, -1));
        for (var column = 0; column < distances.Length; column++)
        {
            for (var row = 0; row < scores.Length; row++)
            {
                if (Math.Abs(distances[column][row]) > scores[row].Value)
                    scores[row] = new OddnessScore(Math.Abs(distances[column][row]), column);
            }
        }

        return scores;
    }
}
