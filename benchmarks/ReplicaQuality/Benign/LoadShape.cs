namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign;

/// <summary>How the load on a workload moves.</summary>
/// <param name="DailyRatio">Peak of a day over its trough; 1 is flat.</param>
/// <param name="Weekend">Factor on Saturdays and Sundays.</param>
/// <param name="HourlyRise">Share by which load jumps at the full hour and falls off again within some ten minutes.</param>
/// <param name="NoiseSigma">Standard deviation of the logarithm of the correlated noise.</param>
/// <param name="NoiseMinutes">Time in which that noise forgets to 1/e.</param>
internal sealed record LoadShape(double DailyRatio, double Weekend, double HourlyRise, double NoiseSigma, double NoiseMinutes)
{
    public static readonly LoadShape Constant = new(1, 1, 0, 0, 1);
    public static readonly LoadShape Usual = new(2, 0.9, 0, 0.2, 30);
}
