using System.Globalization;

namespace IncidentMesh.Fuzz.Tests;

/// <summary>How long to go on, and where to begin; from the environment.</summary>
internal static class FuzzOptions
{
    /// <summary>Inputs for each of the three areas: rules, sensors, ingest.</summary>
    public const string CountVariable = "INCIDENTMESH_FUZZ_COUNT";

    /// <summary>The seed that a failure named.</summary>
    public const string SeedVariable = "INCIDENTMESH_FUZZ_SEED";

    /// <summary>Where the count is not given, each test goes on for this long.</summary>
    public static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(6);

    /// <summary>Null for as many as there is time for.</summary>
    public static int? Count { get; } = Read(CountVariable);

    /// <summary>The same inputs every time, then others every time.</summary>
    public static int[] Seeds { get; } = Read(SeedVariable) is { } seed ? [seed] : [1, Environment.TickCount & int.MaxValue];

    private static int? Read(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
