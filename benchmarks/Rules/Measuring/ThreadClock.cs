using System.Runtime.InteropServices;

namespace IncidentMesh.Benchmarks.Rules.Measuring;

/// <summary>Processor time of the calling thread: what other processes on the machine do is not in it, but for their share of caches and clock rate.</summary>
internal static class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Seconds of user and system time; of the whole process where the system is not Linux.</summary>
    public static double Seconds
    {
        get
        {
            if (!OperatingSystem.IsLinux())
                return Environment.CpuUsage.TotalTime.TotalSeconds;
            return GetTime(ThreadCpuTime, out var time) == 0
                ? time.Seconds + (time.Nanoseconds / 1e9)
                : throw new InvalidOperationException("The system has no clock for threads.");
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
