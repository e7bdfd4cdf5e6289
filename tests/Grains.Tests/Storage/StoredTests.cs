using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Storage;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Tests.Storage;

public sealed class StoredTests
{
    [Fact]
    public async Task A_state_that_no_ledger_takes_is_cut_until_one_does_and_is_what_is_loaded()
    {
        var ledger = new InMemoryLedger();
        var serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<byte[]>>();
        var stored = new Stored<byte[]>(ledger, serializer);
        await stored.LoadAsync("incident", "inc-1");
        var length = 4 * LedgerLimits.MaxBytes;

        Assert.True(await stored.CommitAsync(new byte[length], cut: () => new byte[length /= 2]));

        Assert.Equal(LedgerLimits.MaxBytes / 2, stored.State!.Length);
        Assert.Equal(LedgerLimits.MaxBytes / 2, (await new Stored<byte[]>(ledger, serializer).LoadAsync("incident", "inc-1"))!.Length);
        await Assert.ThrowsAsync<ArgumentException>(async () => await stored.CommitAsync(new byte[LedgerLimits.MaxBytes + 1], cut: static () => null));
    }
}
