using IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign;

/// <summary>The load of one workload, minute by minute: 1 is usual. Peaks come at an hour of the workload's own.</summary>
internal sealed class LoadCurve(LoadShape shape, Draws draws)
{
    private readonly double _peakMinute = draws.Uniform(0, 1440);
    private readonly double _memory = Math.Exp(-1 / shape.NoiseMinutes);
    private double _noise = shape.NoiseSigma * draws.Normal();

    public double Next(DateTimeOffset time)
    {
        var minute = time.TimeOfDay.TotalMinutes;
        if (shape.NoiseSigma > 0)
            _noise = (_memory * _noise) + (shape.NoiseSigma * Math.Sqrt(1 - (_memory * _memory)) * draws.Normal());
        var daily = 0.5 * Math.Log(shape.DailyRatio) * Math.Cos((minute - _peakMinute) * Math.Tau / 1440);
        var rise = shape.HourlyRise * Math.Exp(-(minute % 60) / 8);
        var weekend = time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? shape.Weekend : 1;
        return Math.Exp(daily + _noise) * (1 + rise) * weekend;
    }
}
