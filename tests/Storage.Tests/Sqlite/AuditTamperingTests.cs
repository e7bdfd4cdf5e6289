using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace IncidentMesh.Storage.Tests.Sqlite;

/// <summary>Changes the file behind the store's back; the verification names chain and record.</summary>
public sealed class AuditTamperingTests : IAsyncLifetime
{
    private const int Chains = 3;
    private const int Records = 5;

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteStore _store;

    public AuditTamperingTests() => _store = new(new SqliteStorageOptions { Directory = _folder.Path });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _store.OpenAsync();
        for (var record = 1; record <= Records; record++)
        {
            for (var chain = 1; chain <= Chains; chain++)
            {
                await _store.Ledger.CommitAsync(
                    new LedgerCommit
                    {
                        Key = new("incident", $"{chain}"),
                        ExpectedVersion = record - 1,
                        State = default,
                        Audit = [new() { Time = DateTimeOffset.UnixEpoch, Actor = "user:alice", Action = $"{record}", Target = "t" }],
                    },
                    Cancel);
            }
        }

        Assert.Empty((await _store.AuditTrail.VerifyAsync(Cancel)).Faults);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("actor = 'user:mallory'")]
    [InlineData("action = ''")]
    [InlineData("target = 'u', detail = ''")]
    [InlineData("detail = 'x'")]
    [InlineData("cluster = 'x'")]
    [InlineData("time = time + 1")]
    [InlineData("time = -5")]
    [InlineData("hash = zeroblob(32)")]
    public async Task A_changed_record_is_found(string change)
    {
        Outside($"UPDATE audit SET {change} WHERE partition = 2 AND sequence = 3");

        var fault = (await VerifyAsync())[0];

        Assert.Equal((new LedgerKey("incident", "2"), 3L), (fault.Chain, fault.Sequence));
        Assert.Contains("hash does not fit", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_record_with_a_new_hash_is_found_by_the_next_one()
    {
        var forged = Forge("SELECT hash FROM audit WHERE partition = 2 AND sequence = 2", sequence: 3);
        Outside($"UPDATE audit SET actor = 'user:mallory', hash = x'{forged}' WHERE partition = 2 AND sequence = 3");

        var fault = Assert.Single(await VerifyAsync());

        Assert.Equal((new LedgerKey("incident", "2"), 4L), (fault.Chain, fault.Sequence));
    }

    [Fact]
    public async Task A_changed_last_record_with_a_new_hash_is_found_by_its_partition()
    {
        var forged = Forge("SELECT hash FROM audit WHERE partition = 2 AND sequence = 4", sequence: 5);
        Outside($"UPDATE audit SET actor = 'user:mallory', hash = x'{forged}' WHERE partition = 2 AND sequence = 5");

        var fault = Assert.Single(await VerifyAsync());

        Assert.Equal((new LedgerKey("incident", "2"), 5L), (fault.Chain, fault.Sequence));
        Assert.Contains("not the one that its partition has on record", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_records_are_found_and_the_rest_is_still_checked()
    {
        Outside("DELETE FROM audit WHERE partition = 2 AND sequence IN (2, 3)", "UPDATE audit SET detail = 'x' WHERE partition = 2 AND sequence = 5");

        var faults = await VerifyAsync();

        Assert.Equal([2L, 5L], faults.Select(fault => fault.Sequence));
        Assert.Contains("Records 2 to 3 are missing", faults[0].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reordered_records_are_found()
    {
        Outside(
            "UPDATE audit SET sequence = -1 WHERE partition = 2 AND sequence = 2",
            "UPDATE audit SET sequence = 2 WHERE partition = 2 AND sequence = 3",
            "UPDATE audit SET sequence = 3 WHERE partition = 2 AND sequence = -1");

        Assert.Equal(2, (await VerifyAsync())[0].Sequence);
    }

    [Fact]
    public async Task A_missing_end_is_found()
    {
        Outside("DELETE FROM audit WHERE partition = 2 AND sequence >= 4");

        var fault = Assert.Single(await VerifyAsync());

        Assert.Equal((new LedgerKey("incident", "2"), 4L), (fault.Chain, fault.Sequence));
        Assert.Contains("records 4 to 5", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_chain_is_found()
    {
        Outside("DELETE FROM audit WHERE partition = 2");

        var fault = Assert.Single(await VerifyAsync());

        Assert.Equal(new LedgerKey("incident", "2"), fault.Chain);
        Assert.Contains("whole chain of 5 records is missing", fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE FROM audit WHERE partition = 2", "DELETE FROM partition WHERE number = 2")]
    [InlineData("DELETE FROM audit WHERE partition = 3", "UPDATE partition SET audit_records = 0, audit_hash = x'' WHERE number = 3")]
    public async Task A_chain_that_is_missing_with_its_head_is_found(params string[] changes)
    {
        Outside(changes);

        var fault = Assert.Single(await VerifyAsync());

        Assert.Equal(new LedgerKey("audit", "trail"), fault.Chain);
        Assert.Contains("5 records are missing", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_without_its_partition_is_found_and_still_shown()
    {
        Outside("DELETE FROM partition WHERE number = 2");

        var fault = Assert.Single(await VerifyAsync());

        Assert.Contains("partition that this chain belongs to is missing", fault.Problem, StringComparison.Ordinal);
        Assert.Equal(Chains * Records, (await _store.AuditTrail.ReadAsync(0, null, 100, Cancel)).Count);
    }

    [Fact]
    public async Task An_added_record_is_found()
    {
        Outside("INSERT INTO audit SELECT 1000, partition, 6, time, actor, action, target, detail, cluster, hash FROM audit WHERE partition = 2 AND sequence = 5");

        Assert.Contains(await VerifyAsync(), fault => fault.Problem.Contains("records were added", StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_most_100_faults_are_told()
    {
        for (var i = 0; i < 50; i++)
        {
            await _store.Ledger.CommitAsync(
                new LedgerCommit
                {
                    Key = new("plan", $"{i}"),
                    ExpectedVersion = 0,
                    State = default,
                    Audit = [.. Enumerable.Range(0, 50).Select(_ => new AuditEntry { Time = default, Actor = "a", Action = "b", Target = "c" })],
                },
                Cancel);
        }

        Outside("UPDATE audit SET detail = 'x'");

        var verified = await _store.AuditTrail.VerifyAsync(Cancel);
        Assert.Equal((100, 53L, 2515L), (verified.Faults.Count, verified.Chains, verified.Records));
    }

    private async Task<IReadOnlyList<AuditFault>> VerifyAsync() => (await _store.AuditTrail.VerifyAsync(Cancel)).Faults;

    /// <summary>The hash that a forger who knows how would give the changed record.</summary>
    private string Forge(string previous, long sequence)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = previous;
        var entry = new AuditEntry { Time = DateTimeOffset.UnixEpoch, Actor = "user:mallory", Action = $"{sequence}", Target = "t" };
        return Convert.ToHexString(AuditHash.Compute((byte[])command.ExecuteScalar()!, sequence, entry));
    }

    private void Outside(params string[] changes)
    {
        using var connection = Connect();
        foreach (var change in changes)
        {
            using var command = connection.CreateCommand();
            command.CommandText = change;
            Assert.NotEqual(0, command.ExecuteNonQuery());
        }
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "ledger.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
