using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Detection.Replicas.Elsewhere;
using IncidentMesh.Grains.Storage;

namespace IncidentMesh.Grains.Comparison;

/// <summary>
/// Keeps in memory what workloads tell of one image, and saves it now and then: what a crash loses is told again within
/// the hour.
/// </summary>
[GrainType("im.image")]
internal sealed class ImageGrain(Stored<ImageGrain.ImageState> stored, TimeProvider time) : Grain, IImageGrain
{
    public const string Kind = "image";

    /// <summary>Between two saves.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private ImageAccount? _account;
    private DateTimeOffset _savedAt;
    private bool _isChanged;

    public async Task TellAsync(ImageTotals totals)
    {
        var account = await LoadAsync();
        _isChanged |= account.Take(totals, time.GetUtcNow());
        if (_isChanged && time.GetUtcNow() - _savedAt >= Pause)
        {
            await SaveAsync(account);
        }
    }

    public async Task<IReadOnlyList<ElsewhereCount>> AskAsync(string workload, IReadOnlyList<string> features) =>
        (await LoadAsync()).Ask(workload, features, time.GetUtcNow());

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _account is { } account && _isChanged ? SaveAsync(account) : Task.CompletedTask;

    private async Task<ImageAccount> LoadAsync()
    {
        var state = await stored.LoadAsync(Kind, this.GetPrimaryKeyString());
        return _account ??= state is null ? new ImageAccount() : ImageAccount.Restore(state.Account);
    }

    private async Task SaveAsync(ImageAccount account)
    {
        // After a failure the version in memory counts for nothing; what was told since is not lost with it.
        await stored.LoadAsync(Kind, this.GetPrimaryKeyString());
        var now = time.GetUtcNow();
        await stored.CommitAsync(
            new ImageState { Account = account.Save() },
            commit => commit with { Listing = PartitionRetention.Until(this.GetPrimaryKeyString(), now + ImageAccount.Memory) });
        (_savedAt, _isChanged) = (now, false);
    }

    [GenerateSerializer, Immutable, Alias("im.state.image")]
    internal sealed record ImageState
    {
        /// <summary>See <see cref="ImageAccount.Save"/>.</summary>
        [Id(0)] public required byte[] Account { get; init; }
    }
}
