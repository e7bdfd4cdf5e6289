namespace IncidentMesh.Chaos.Tests;

/// <summary>The silo is gone, and the test did not kill it.</summary>
internal sealed class SiloEndedException(int exitCode, TimeSpan age, string output)
    : Exception($"The silo ended by itself after {age.TotalSeconds:F1} s with {Describe(exitCode)}. The end of its output:\n{output}")
{
    /// <summary>What .NET and shells add to the number of the signal that ended a process.</summary>
    private const int SignalBase = 128;

    private static string Describe(int exitCode) => exitCode > SignalBase ? $"signal {exitCode - SignalBase}" : $"exit code {exitCode}";
}
