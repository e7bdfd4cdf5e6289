using System.Net.Sockets;
using System.Runtime.Versioning;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite;

namespace IncidentMesh.Storage.Tests.Sqlite;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static bool IsWindows => OperatingSystem.IsWindows();

    private string Data => Path.Combine(_folder.Path, "some", "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_lock_that_cannot_be_opened_is_not_said_to_be_held()
    {
        Assert.SkipWhen(IsWindows, "Sockets are no files there.");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder.Path, "store.lock")));
        await using var store = Store(_folder.Path);

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(store.OpenAsync);

        Assert.Contains("cannot be used", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("in use by another process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_on_the_folder_is_refused_and_told_who_has_it()
    {
        await using var first = Store(Data);
        await first.OpenAsync();
        await using var second = Store(Data);

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(second.OpenAsync);

        Assert.Contains("Storage:Directory", refused.Message, StringComparison.Ordinal);
        Assert.Contains("in use by another process", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"pid {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        await first.CloseAsync();
        await using var third = Store(Data);
        await third.OpenAsync();
    }

    [Fact(Skip = "Windows has no Unix file modes.", SkipWhen = nameof(IsWindows))]
    [UnsupportedOSPlatform("windows")]
    public async Task Folder_and_files_are_for_their_owner_only()
    {
        await using var store = Store(Data);
        await store.OpenAsync();
        await store.Ledger.CommitAsync(new() { Key = new("incident", "1"), ExpectedVersion = 0, State = default }, default);

        Assert.Equal("-rwx------", ModeOf(Data));
        var files = Directory.GetFiles(Data);
        Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
        Assert.All(files, file => Assert.Equal("-rw-------", ModeOf(file)));
    }

    [Fact(Skip = "Windows has no Unix file modes.", SkipWhen = nameof(IsWindows))]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_holds_other_things_is_used_but_not_locked_away_from_others()
    {
        Directory.CreateDirectory(Data);
        File.SetUnixFileMode(Data, (UnixFileMode)0b111_101_101);
        await File.WriteAllTextAsync(Path.Combine(Data, "notes.txt"), "mine", TestContext.Current.CancellationToken);

        await using var store = Store(Data);
        await store.OpenAsync();

        Assert.Equal("-rwxr-xr-x", ModeOf(Data));
        Assert.Equal("-rw-------", ModeOf(Path.Combine(Data, "ledger.db")));
    }

    [Fact(Skip = "Windows has no Unix file modes.", SkipWhen = nameof(IsWindows))]
    [UnsupportedOSPlatform("windows")]
    public async Task An_empty_folder_that_others_may_enter_is_closed_to_them()
    {
        Directory.CreateDirectory(Data);
        File.SetUnixFileMode(Data, (UnixFileMode)0b111_111_111);

        await using var store = Store(Data);
        await store.OpenAsync();

        Assert.Equal("-rwx------", ModeOf(Data));
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_refused_by_name()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        await using var store = Store(file);

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(store.OpenAsync);

        Assert.Contains($"Storage:Directory {file}", refused.Message, StringComparison.Ordinal);
    }

    private static SqliteStore Store(string directory) => new(new SqliteStorageOptions { Directory = directory });

    [UnsupportedOSPlatform("windows")]
    private static string ModeOf(string path)
    {
        var mode = (int)File.GetUnixFileMode(path);
        return "-" + string.Concat(Enumerable.Range(0, 9).Select(i => (mode & (0b100_000_000 >> i)) == 0 ? '-' : "rwx"[i % 3]));
    }
}
