using System.Diagnostics;
using System.Globalization;
using System.Text;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite;

namespace IncidentMesh.Storage.Tests.Sqlite;

public sealed class CrashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_kill_9_everything_acknowledged_is_there_and_nothing_is_half_there()
    {
        var acknowledged = new List<string>();
        for (var round = 1; round <= 3; round++)
        {
            acknowledged.AddRange(await KillAsync(after: 150 * round));
            await using var store = new SqliteStore(new SqliteStorageOptions { Directory = _folder.Path });
            await store.OpenAsync();

            for (var writer = 0; writer < CrashVictim.Writers; writer++)
            {
                await CommitsAreWholeAsync(store, writer, acknowledged);
            }

            var appended = acknowledged.Select(line => line.Split(' ')).Where(parts => parts[0] == "append").ToList();
            Assert.NotEmpty(appended);
            await AppendsAreThereAsync(store, appended);
            var trail = await store.AuditTrail.VerifyAsync(Cancel);
            Assert.Empty(trail.Faults);
            Assert.Equal(CrashVictim.Writers, trail.Chains);
        }
    }

    private static async Task CommitsAreWholeAsync(SqliteStore store, int writer, List<string> acknowledged)
    {
        var last = acknowledged
            .Where(line => line.StartsWith($"commit {writer} ", StringComparison.Ordinal))
            .Max(line => long.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture));
        var key = CrashVictim.Key(writer);
        var head = await store.Ledger.LoadAsync(key, Cancel);
        Assert.InRange(head!.Version, last, long.MaxValue);
        Assert.Equal($"{head.Version}", Encoding.UTF8.GetString(head.State.Span));
        var rows = await store.Ledger.ReadRowsAsync(key, "", "\uffff", int.MaxValue, false, Cancel);
        Assert.Equal(head.Version, rows.Count);
        Assert.Equal($"{head.Version:D8}", rows[^1].Key);
        var stale = await store.Ledger.CommitAsync(
            new LedgerCommit { Key = key, ExpectedVersion = head.Version + 1, State = default }, Cancel);
        Assert.Equal(new CommitResult.Conflict(head.Version), stale);
    }

    private static async Task AppendsAreThereAsync(SqliteStore store, List<string[]> appended)
    {
        foreach (var group in appended.GroupBy(parts => CrashVictim.Partition(int.Parse(parts[1], CultureInfo.InvariantCulture))))
        {
            var entries = await store.SignalLog.ReadAsync(group.Key, 1, int.MaxValue, long.MaxValue, Cancel);
            var texts = entries.ToDictionary(entry => entry.Offset, entry => Encoding.UTF8.GetString(entry.Batch[0].Span));
            Assert.Equal(entries.Select(entry => entry.Offset).Order(), entries.Select(entry => entry.Offset));
            Assert.Equal(texts.Count, texts.Values.Distinct().Count());
            Assert.All(group, parts => Assert.Equal(parts[3], texts[long.Parse(parts[2], CultureInfo.InvariantCulture)]));
        }
    }

    /// <returns>What the victim said was acknowledged before it was killed.</returns>
    private async Task<List<string>> KillAsync(int after)
    {
        var host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(host) == "dotnet")
        {
            start.ArgumentList.Add(typeof(CrashTests).Assembly.Location);
        }

        start.ArgumentList.Add(CrashVictim.Argument);
        start.ArgumentList.Add(_folder.Path);
        using var victim = Process.Start(start)!;
        var lines = new List<string>();
        try
        {
            while (await victim.StandardOutput.ReadLineAsync(Cancel) is { } line)
            {
                if (line.EndsWith(CrashVictim.LineEnd, StringComparison.Ordinal))
                {
                    lines.Add(line);
                }

                if (lines.Count == after)
                {
                    victim.Kill();
                }
            }
        }
        finally
        {
            victim.Kill();
            await victim.WaitForExitAsync(CancellationToken.None);
        }

        Assert.InRange(lines.Count, after, int.MaxValue);
        return lines;
    }
}
