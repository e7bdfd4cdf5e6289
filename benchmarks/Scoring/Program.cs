using System.Globalization;
using IncidentMesh.Benchmarks.Scoring;
using IncidentMesh.Detection.Scoring;

// Scores cases and ranks them: what a silo does for its queue, without the store. Rounds alternate between the numbers of
// cases, so that a busy machine disturbs all of them.
int[] numbers = [1_000, 10_000, 100_000];
const int Rounds = 7;
var cases = numbers.Select(Cases.Of).ToList();
var seconds = numbers.Select(_ => new List<double>()).ToList();
var check = 0.0;
for (var round = -1; round < Rounds; round++)
{
    for (var size = 0; size < numbers.Length; size++)
    {
        var began = Environment.CpuUsage.TotalTime;
        var ranked = cases[size].Select(static risk => ScoreModel.Assess(risk, ScoreWeights.Default)).OrderByDescending(static score => score.Value).ToList();
        var taken = (Environment.CpuUsage.TotalTime - began).TotalSeconds;
        check += ranked[0].Value;
        if (round >= 0)
            seconds[size].Add(taken);
    }
}

Console.WriteLine("cases     CPU seconds, least / median / greatest     microseconds a case");
for (var size = 0; size < numbers.Length; size++)
{
    var sorted = seconds[size].Order().ToList();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{numbers[size],7}   {sorted[0]:0.000} / {sorted[Rounds / 2]:0.000} / {sorted[^1]:0.000}                      {sorted[Rounds / 2] / numbers[size] * 1e6:0.0}"));
}

return check > 0 ? 0 : 1;
