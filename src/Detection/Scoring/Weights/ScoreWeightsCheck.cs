using System.Globalization;

namespace IncidentMesh.Detection.Scoring;

/// <summary>
/// What weights must be so that the score keeps its laws: more privilege, exposure, severity or corroboration never
/// lowers it, and a test environment never raises it.
/// </summary>
public static class ScoreWeightsCheck
{
    private const double Least = 0.001;
    private const double Most = 1_000;

    /// <returns>A sentence for each weight that is wrong, with what it must be; empty where all are right.</returns>
    public static IReadOnlyList<string> Problems(ScoreWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var (evidence, consequence, importance) = (weights.Evidence, weights.Consequence, weights.Importance);
        var problems = new List<string>();
        if (weights.Version.Length is 0 or > 64 || weights.Version.Any(static c => c is < '!' or > '~'))
            problems.Add($"{ScoreWeights.Section}:Version must be 1 to 64 characters without blanks.");
        else if (weights.Version == ScoreWeights.DefaultVersion && weights != ScoreWeights.Default)
            problems.Add($"{ScoreWeights.Section}:Version must be a name of yours where weights are changed: {ScoreWeights.DefaultVersion} means the defaults.");

        Rising("Evidence", [
            (nameof(evidence.Informational), evidence.Informational), (nameof(evidence.Low), evidence.Low), (nameof(evidence.Medium), evidence.Medium),
            (nameof(evidence.High), evidence.High), (nameof(evidence.Critical), evidence.Critical), (nameof(evidence.Fatal), evidence.Fatal)]);
        Rising("Evidence", [(nameof(evidence.DeviationPerPowerOfTen), evidence.DeviationPerPowerOfTen), (nameof(evidence.DeviationMost), evidence.DeviationMost)]);
        Rising("Evidence", [(nameof(evidence.CvssNone), evidence.CvssNone), (nameof(evidence.CvssTen), evidence.CvssTen)]);
        Rising("Evidence", [(nameof(evidence.EpssNone), evidence.EpssNone), ("1", 1), (nameof(evidence.EpssOne), evidence.EpssOne)]);
        Rising("Evidence", [("1", 1), (nameof(evidence.KnownExploited), evidence.KnownExploited)]);
        Rising("Evidence", [("1", 1), (nameof(evidence.FurtherMost), evidence.FurtherMost)]);
        Rising("Evidence", [("1", 1), (nameof(evidence.TwoSources), evidence.TwoSources), (nameof(evidence.ThreeSources), evidence.ThreeSources)]);
        Rising("Evidence", [("1", 1), (nameof(evidence.EachTactic), evidence.EachTactic)]);
        Rising("Evidence", [("1", 1), (nameof(evidence.StageFoothold), evidence.StageFoothold), (nameof(evidence.StageInside), evidence.StageInside), (nameof(evidence.StageEnd), evidence.StageEnd)]);
        Rising("Evidence", [
            ("1", 1), (nameof(evidence.TwoSteps), evidence.TwoSteps), (nameof(evidence.ThreeSteps), evidence.ThreeSteps),
            (nameof(evidence.FourSteps), evidence.FourSteps), (nameof(evidence.FiveSteps), evidence.FiveSteps)]);
        Rising("Evidence", [(nameof(evidence.Widespread), evidence.Widespread), ("1", 1)]);
        Rising("Evidence", [(nameof(evidence.Shared), evidence.Shared), ("1", 1)]);

        Rising("Consequence", [(nameof(consequence.Unprivileged), consequence.Unprivileged), ("1", 1), (nameof(consequence.Privileged), consequence.Privileged)]);
        Rising("Consequence", [(nameof(consequence.NoHostAccess), consequence.NoHostAccess), ("1", 1), (nameof(consequence.HostAccess), consequence.HostAccess)]);
        Rising("Consequence", [
            (nameof(consequence.NotExposed), consequence.NotExposed), (nameof(consequence.ExposedToNamespace), consequence.ExposedToNamespace),
            (nameof(consequence.ExposedToCluster), consequence.ExposedToCluster), (nameof(consequence.ExposedToInternet), consequence.ExposedToInternet)]);
        Rising("Consequence", [
            (nameof(consequence.ReachesNothing), consequence.ReachesNothing), (nameof(consequence.ReachesNamespace), consequence.ReachesNamespace),
            (nameof(consequence.ReachesSecrets), consequence.ReachesSecrets), (nameof(consequence.ReachesNode), consequence.ReachesNode),
            (nameof(consequence.ReachesCluster), consequence.ReachesCluster)]);
        Rising("Consequence", [
            (nameof(consequence.Sandboxed), consequence.Sandboxed), (nameof(consequence.Hardened), consequence.Hardened), (nameof(consequence.Unisolated), consequence.Unisolated)]);
        Rising("Consequence", [("1", 1), (nameof(consequence.ExposedToInternet), consequence.ExposedToInternet)]);
        Rising("Consequence", [("1", 1), (nameof(consequence.ReachesCluster), consequence.ReachesCluster)]);
        Rising("Consequence", [("1", 1), (nameof(consequence.Node), consequence.Node)]);

        Rising("Importance", [(nameof(importance.Test), importance.Test), (nameof(importance.Development), importance.Development), (nameof(importance.Staging), importance.Staging), (nameof(importance.Production), importance.Production)]);
        Rising("Importance", [(nameof(importance.Test), importance.Test), ("1", 1), (nameof(importance.Production), importance.Production)]);
        Rising("Importance", [
            (nameof(importance.Low), importance.Low), (nameof(importance.Medium), importance.Medium), (nameof(importance.High), importance.High), (nameof(importance.Critical), importance.Critical)]);
        Rising("Importance", [
            (nameof(importance.PublicData), importance.PublicData), (nameof(importance.InternalData), importance.InternalData),
            (nameof(importance.ConfidentialData), importance.ConfidentialData), (nameof(importance.RestrictedData), importance.RestrictedData)]);
        return [.. problems.Distinct()];

        void Rising(string group, IReadOnlyList<(string Name, double Value)> values)
        {
            foreach (var (name, value) in values)
            {
                if (!(value >= Least && value <= Most))
                    problems.Add(string.Create(CultureInfo.InvariantCulture, $"{ScoreWeights.Section}:{group}:{name} is {value}: it must be from {Least} to {Most}."));
            }

            for (var i = 1; i < values.Count; i++)
            {
                if (values[i].Value < values[i - 1].Value)
                    problems.Add(string.Create(CultureInfo.InvariantCulture, $"{ScoreWeights.Section}:{group}: {Named(values[i])} must not be less than {Named(values[i - 1])}."));
            }
        }

        static string Named((string Name, double Value) weight) =>
            weight.Name == "1" ? "1" : string.Create(CultureInfo.InvariantCulture, $"{weight.Name} ({weight.Value})");
    }
}
