using System.Diagnostics;
using System.Text.RegularExpressions;
using IncidentMesh.Testing;

namespace IncidentMesh.Chaos.Tests;

/// <summary>What a newcomer runs first: it tells the same story each time and leaves nothing behind.</summary>
public sealed partial class DemoTests
{
    private const string End = "Ctrl+C ends the demo";
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "IncidentMesh.Silo.dll");

    [Fact]
    public async Task Two_runs_tell_the_same_story_and_leave_no_data()
    {
        var home = Directory.CreateTempSubdirectory("incidentmesh-home-");
        try
        {
            var first = await PlayAsync(home.FullName);
            var second = await PlayAsync(home.FullName);

            Assert.Contains("one incident", first, StringComparison.Ordinal);
            Assert.Contains("plans approve", first, StringComparison.Ordinal);
            Assert.Equal(first, second);
            Assert.DoesNotContain(home.EnumerateFileSystemInfos("*incidentmesh*", SearchOption.AllDirectories), _ => true);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task It_does_not_play_into_a_folder_that_holds_something()
    {
        var data = Directory.CreateTempSubdirectory("incidentmesh-data-");
        try
        {
            var file = Path.Combine(data.FullName, "store.db");
            await File.WriteAllTextAsync(file, "real", TestContext.Current.CancellationToken);

            var (code, _, error) = await CommandLine.RunAsync("dotnet", [Program, "--demo", "--data", data.FullName]);

            Assert.Equal(78, code);
            Assert.Contains($"{data.FullName} is not empty", error, StringComparison.Ordinal);
            Assert.Equal([file], Directory.GetFileSystemEntries(data.FullName));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>Plays it in a home of its own, stops it as a person would, and gives back what it said, without what differs by nature.</summary>
    private static async Task<string> PlayAsync(string home)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "--demo", "--urls", $"http://127.0.0.1:{SiloProcess.FreePort()}"]) { RedirectStandardOutput = true };
        start.Environment["HOME"] = home;
        start.Environment["XDG_DATA_HOME"] = Path.Combine(home, "data");
        start.Environment["TMPDIR"] = home;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        using var process = Process.Start(start)!;
        try
        {
            var said = new List<string>();
            while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                // A machine that stands still for a second is no part of the story.
                if (!line.Contains("warn: Orleans.Runtime", StringComparison.Ordinal))
                    said.Add(Varying().Replace(line, "*"));
                if (line.Contains(End, StringComparison.Ordinal))
                    await CommandLine.RunAsync("kill", ["-TERM", $"{process.Id}"]);
            }

            await process.WaitForExitAsync(deadline.Token);
            Assert.Contains(said, line => line.Contains(End, StringComparison.Ordinal));
            return string.Join('\n', said);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    /// <summary>Addresses, times of day, ids, tokens and the folder.</summary>
    [GeneratedRegex(@"http://127\.0\.0\.1:\d+|\d\d:\d\d:\d\d|inc-\w+|im_\S+|\S*incidentmesh-demo-\w+")]
    private static partial Regex Varying();
}
