using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite;
using IncidentMesh.Storage.Sqlite.Engine;
using Microsoft.Data.Sqlite;

namespace IncidentMesh.Storage.Tests.Sqlite;

public sealed class SchemaVersionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Ledger => Path.Combine(_folder.Path, "ledger.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await using (var store = Store())
        {
            await store.OpenAsync();
        }

        Outside("PRAGMA user_version=99");
        var before = await File.ReadAllBytesAsync(Ledger, TestContext.Current.CancellationToken);
        await using var again = Store();

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(again.OpenAsync);

        Assert.Contains("newer version of IncidentMesh: its schema is 99", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Ledger, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_database_of_something_else_is_refused()
    {
        Outside("CREATE TABLE customers (name TEXT)");
        await using var store = Store();

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(store.OpenAsync);

        Assert.Contains("is not the ledger of IncidentMesh", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(Ledger, new string('x', 10_000), TestContext.Current.CancellationToken);
        await using var store = Store();

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(store.OpenAsync);

        Assert.Contains("damaged or is no database", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_opened_holds_no_lock()
    {
        await File.WriteAllTextAsync(Ledger, new string('x', 10_000), TestContext.Current.CancellationToken);
        await using var store = Store();
        await Assert.ThrowsAsync<StoreUnavailableException>(store.OpenAsync);

        File.Delete(Ledger);

        await using var again = Store();
        await again.OpenAsync();
        Assert.Null(await again.CheckAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void An_older_file_is_led_forward_step_by_step_and_keeps_its_data()
    {
        const string First = "CREATE TABLE thing (name TEXT); INSERT INTO thing VALUES ('kept');";
        const string Second = "ALTER TABLE thing ADD COLUMN size INTEGER NOT NULL DEFAULT 7;";
        const string Third = "UPDATE thing SET size = size + 1;";
        StoreConnections.OpenWriter(Settings(First)).Dispose();

        using (var database = StoreConnections.OpenWriter(Settings(First, Second, Third)))
        {
            Assert.Equal("kept", database.ReadText("SELECT name FROM thing"));
            Assert.Equal(8, database.ReadInt64("SELECT size FROM thing"));
        }

        using var again = StoreConnections.OpenWriter(Settings(First, Second, Third));
        Assert.Equal(8, again.ReadInt64("SELECT size FROM thing"));
    }

    [Fact]
    public void A_step_that_fails_leaves_the_file_at_the_step_before_it()
    {
        const string First = "CREATE TABLE thing (name TEXT);";
        Assert.Throws<SqliteFailureException>(() =>
            StoreConnections.OpenWriter(Settings(First, "CREATE TABLE other (name TEXT); INSERT INTO nowhere VALUES (1);")));

        using var database = StoreConnections.OpenWriter(Settings(First, "CREATE TABLE other (size INTEGER);"));

        Assert.Equal(1, database.ReadInt64("SELECT count(*) FROM pragma_table_info('other') WHERE name = 'size'"));
    }

    private SqliteStore Store() => new(new SqliteStorageOptions { Directory = _folder.Path });

    private StoreFileSettings Settings(params string[] migrations) =>
        StoreSettings.Ledger(new SqliteStorageOptions { Directory = _folder.Path }) with { Migrations = migrations };

    private void Outside(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Ledger};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
