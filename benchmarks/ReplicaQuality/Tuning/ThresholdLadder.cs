namespace IncidentMesh.Benchmarks.ReplicaQuality.Tuning;

/// <summary>
/// Counts, for one workload and every threshold of a geometric ladder at once, the alarms that the threshold would raise, with the same
/// rule for alarms that go on as everywhere. Steps that cannot be within the budget any more are dropped on the way.
/// </summary>
internal sealed class ThresholdLadder(int allowedAlarms, int quietWindows)
{
    /// <summary>From 7e-6 to 5e7 in steps of 3 %.</summary>
    public const int Steps = 1000;

    private const double Ratio = 1.03;
    private const int StepOfOne = 400;
    private const int Never = int.MinValue / 2;

    private readonly Dictionary<string, int[]> _lastAt = [];
    private readonly int[] _alarms = new int[Steps];

    /// <summary>The lowest step that is still counted: each lower one, or one above it, has more alarms than allowed.</summary>
    public int Lowest { get; private set; }

    public int Alarms(int step) => _alarms[step];

    public static double Threshold(int step) => Math.Pow(Ratio, step - StepOfOne);

    public void Add(string replica, double score, int window)
    {
        if (score <= 0)
            return;
        // The logarithm may be off by one step either way at a step's very edge; the threshold itself decides.
        var reached = Math.Clamp((int)Math.Floor(Math.Log(score, Ratio)) + StepOfOne + 1, -1, Steps - 1);
        while (reached >= 0 && score < Threshold(reached))
            reached--;
        if (reached < Lowest)
            return;
        if (!_lastAt.TryGetValue(replica, out var lastAt))
        {
            lastAt = new int[Steps];
            Array.Fill(lastAt, Never);
            _lastAt.Add(replica, lastAt);
        }

        for (var step = reached; step >= Lowest; step--)
        {
            if (window - lastAt[step] > quietWindows && ++_alarms[step] > allowedAlarms)
                Lowest = step + 1;
            lastAt[step] = window;
        }
    }
}
