using System.Globalization;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Replicas;

/// <summary>
/// How much more of a feature than usual one replica must do to be told for sure from what replicas of its workload do
/// by themselves, going by what was learned so far. What is less and not told is not found to be benign: it cannot be
/// decided.
/// </summary>
/// <param name="Feature">Name of the feature, <c>gauge|bytes_out</c>.</param>
/// <param name="Sudden">Times the usual that are told within an hour where they begin at once and last; null where no rise is.</param>
/// <param name="Slow">Times the usual from which a rise is told within a day where it comes so slowly that the replica's own level follows; null where none is.</param>
public sealed record AmountLimit(string Feature, double? Sudden, double? Slow)
{
    /// <summary>What that means, in one sentence.</summary>
    public string Sentence
    {
        get
        {
            var what = FeatureWords.Amount(Feature);
            return (Sudden, Slow) switch
            {
                (null, null) => $"No rise of {what} in one replica is sure to be told: the replicas are too few, or differ too much by themselves.",
                (null, { } slow) => $"A rise of {what} in one replica takes more than an hour to be told, and one to less than {Times(slow)} the usual is not sure to be told at all.",
                ({ } sudden, null) => $"A rise of {what} in one replica is told within an hour from {Times(sudden)} the usual on; one that comes slowly is not sure to be told.",
                ({ } sudden, { } slow) => $"A rise of {what} in one replica is told within an hour from {Times(sudden)} the usual on; one that comes slowly, from {Times(slow)} on.",
            };
        }
    }

    private static string Times(double times) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(times * 10) / 10:0.0} times");
}
