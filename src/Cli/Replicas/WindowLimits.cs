namespace IncidentMesh.Cli.Replicas;

/// <summary>What a line may hold. Documented in docs/cli.md.</summary>
internal static class WindowLimits
{
    /// <summary>Bytes of a line.</summary>
    public const int LineBytes = 64 * 1024 * 1024;

    /// <summary>Workloads in all lines.</summary>
    public const int Workloads = 100_000;

    public const int Replicas = 10_000;

    /// <summary>Features of one replica, gauges included.</summary>
    public const int Features = 2_000;

    /// <summary>UTF-16 units of a name.</summary>
    public const int NameLength = 512;

    /// <summary>A count or an amount: a petabyte. Squares of it still have room in a float.</summary>
    public const double Amount = 1e15;

    /// <summary>Seconds of a window.</summary>
    public const double LongestWindow = 86_400;
}
