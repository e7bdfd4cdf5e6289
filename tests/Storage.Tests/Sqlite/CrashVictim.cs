using System.Text;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite;

namespace IncidentMesh.Storage.Tests.Sqlite;

/// <summary>Runs as a process of its own, writes for ever, and says on standard output what was acknowledged.</summary>
internal static class CrashVictim
{
    public const string Argument = "--crash-victim";

    /// <summary>Ends each line, so that one which the kill cut off is known.</summary>
    public const string LineEnd = " ok";

    public const int Writers = 4;

    public static async Task<int> RunAsync(string folder)
    {
        await using var store = new SqliteStore(new SqliteStorageOptions { Directory = folder });
        await store.OpenAsync();
        await Task.WhenAny(Enumerable.Range(0, Writers).SelectMany(writer =>
            new[] { AppendAsync(store, writer), CommitAsync(store, writer) }));
        return 1;
    }

    public static LogPartition Partition(int writer) => new($"cluster-{writer % 2}", "falco");

    public static LedgerKey Key(int writer) => new("incident", $"{writer}");

    private static async Task AppendAsync(SqliteStore store, int writer)
    {
        for (var i = 0; ; i++)
        {
            var text = $"{Environment.ProcessId}-{writer}-{i}";
            var bytes = Encoding.UTF8.GetBytes(text);
            var offset = await store.SignalLog.AppendAsync(
                Partition(writer), SignalBatch.Frame(bytes, [Range.All]), CancellationToken.None);
            Console.WriteLine($"append {writer} {offset} {text}{LineEnd}");
        }
    }

    private static async Task CommitAsync(SqliteStore store, int writer)
    {
        var version = (await store.Ledger.LoadAsync(Key(writer), CancellationToken.None))?.Version ?? 0;
        while (true)
        {
            var next = version + 1;
            var state = Encoding.UTF8.GetBytes($"{next}");
            var result = await store.Ledger.CommitAsync(
                new LedgerCommit
                {
                    Key = Key(writer),
                    ExpectedVersion = version,
                    State = state,
                    Rows = [new($"{next:D8}", state)],
                    Effects = [new($"{next}", "test", DateTimeOffset.UnixEpoch, state)],
                    Audit = [new() { Time = DateTimeOffset.UtcNow, Actor = "system:test", Action = "commit", Target = $"{next}" }],
                },
                CancellationToken.None);
            version = ((CommitResult.Committed)result).Version;
            Console.WriteLine($"commit {writer} {version}{LineEnd}");
        }
    }
}
