using IncidentMesh.Contracts.Signals;
using IncidentMesh.Storage.Sqlite;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Storage.Tests.Sqlite;

internal sealed class SqliteLogUnderTest(TimeProvider time) : SignalLogUnderTest
{
    private readonly TemporaryFolder _folder = new();
    private SqliteStore? _store;

    public override ISignalLog Log => _store!.SignalLog;

    public override ISignalLogAppends Appends => _store!.Appends;

    public static async ValueTask<SignalLogUnderTest> OpenAsync(TimeProvider time)
    {
        var log = new SqliteLogUnderTest(time);
        await log.ReopenAsync();
        return log;
    }

    public override async ValueTask ReopenAsync()
    {
        if (_store is not null)
        {
            await _store.CloseAsync();
        }

        _store = new SqliteStore(new SqliteStorageOptions { Directory = _folder.Path }, time);
        await _store.OpenAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        _folder.Dispose();
    }
}
