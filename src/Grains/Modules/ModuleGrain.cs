using System.Text;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Storage;

namespace IncidentMesh.Grains.Modules;

[GrainType("im.modules")]
internal sealed class ModuleGrain(Stored<ModuleGrain.ModuleState> stored, TimeProvider time) : Grain, IModuleGrain
{
    private const string Kind = "modules";
    private const int Most = 1_000;
    private const int MostBytes = 512 * 1024;

    /// <summary>Times, counts and lengths of an entry, amply.</summary>
    private const int BytesBeside = 64;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async Task TakeAsync(string lane, long chunk, IReadOnlyList<SeenModule> loads)
    {
        var state = await LoadAsync();
        var (fresh, marks) = state.Marks.Take(lane, chunk, loads, static seen => seen.Index);
        if (fresh.Count == 0)
        {
            return;
        }

        var known = state.Loads.ToDictionary(static one => (one.Last.Node, one.Last.Module));
        foreach (var load in fresh.Select(static seen => seen.Load))
        {
            known[(load.Node, load.Module)] = known.TryGetValue((load.Node, load.Module), out var before) ? before.With(load) : new ModuleLoads(load, load.Time, 1);
        }

        await stored.CommitAsync(new ModuleState { Marks = marks, Loads = [.. Fitting(Lately(known.Values).OrderByDescending(static one => one.Last.Time).Take(Most))] });
    }

    public async Task<IReadOnlyList<ModuleLoads>> ListAsync() =>
        [.. Lately((await LoadAsync()).Loads).OrderBy(static one => one.Last.Node, StringComparer.Ordinal).ThenBy(static one => one.Last.Module, StringComparer.Ordinal)];

    /// <summary>The latest that fit in one commit, however long the names are that were sent: what is not written would be sent for ever.</summary>
    private static IEnumerable<ModuleLoads> Fitting(IEnumerable<ModuleLoads> loads)
    {
        var bytes = 0;
        return loads.TakeWhile(one => (bytes += Bytes(one.Last)) <= MostBytes);
    }

    private static int Bytes(ModuleLoad load) =>
        BytesBeside + ((string?[])[load.Node, load.Module, load.By, load.Pod, load.Sensor]).Sum(static text => Encoding.UTF8.GetByteCount(text ?? ""));

    private IEnumerable<ModuleLoads> Lately(IEnumerable<ModuleLoads> loads) => loads.Where(one => one.Last.Time > time.GetUtcNow() - Kept);

    private async ValueTask<ModuleState> LoadAsync() => await stored.LoadAsync(Kind, this.GetPrimaryKeyString()) ?? new ModuleState();

    [GenerateSerializer, Immutable, Alias("im.state.modules")]
    internal sealed record ModuleState
    {
        [Id(0)] public IntakeMarks Marks { get; init; } = new();

        [Id(1)] public IReadOnlyList<ModuleLoads> Loads { get; init; } = [];
    }
}
