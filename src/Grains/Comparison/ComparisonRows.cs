using System.Globalization;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;
using IncidentMesh.Detection.Replicas.Windows;
using IncidentMesh.Grains.Storage;

namespace IncidentMesh.Grains.Comparison;

/// <summary>
/// Open windows and what was learned, as ledger rows. What was learned of a thousand replicas may be larger than a
/// commit: its pieces go first then, beside those that count, and the last commit makes them the ones that count. The
/// next time they take the place of those before: nothing has to be deleted.
/// </summary>
internal sealed class ComparisonRows(ILedger ledger)
{
    /// <summary>Of one row.</summary>
    private const int PieceBytes = 512 * 1024;

    /// <summary>Pieces of a commit: with them there is room for the head and the windows.</summary>
    private const int PiecesTogether = 1;

    private const string WindowsPrefix = "windows/";
    private const string EndOfWindows = "windows0";
    private const string LearnedPrefix = "learned/";

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public async Task<ComparisonMemory> LoadAsync(LedgerKey key, ComparisonState state, DetectionOptions options)
    {
        var (comparison, note) = await LoadComparisonAsync(key, state, options);
        var saved = await WindowsAsync(key);
        var pieces = saved.Select(static row => new StatePiece(row.Key[WindowsPrefix.Length..], row.Value));
        var windows = OpenWindows.Restore(Window, options.ComparisonLateness, pieces, out var problem);
        return new ComparisonMemory(key.Id, windows, comparison, problem is null ? note : $"Of what was counted of the minutes that were open something is lost. {problem}");
    }

    /// <returns>The rows of the open windows.</returns>
    public ValueTask<IReadOnlyList<LedgerRow>> WindowsAsync(LedgerKey key) =>
        ledger.ReadRowsAsync(key, WindowsPrefix, EndOfWindows, OpenWindows.MostPieces, descending: false, CancellationToken.None);

    /// <returns>What was learned, and why there is nothing where there should be something: nothing may hold up the log behind it.</returns>
    public async Task<(ReplicaComparison Comparison, string? Note)> LoadComparisonAsync(LedgerKey key, ComparisonState state, DetectionOptions options)
    {
        var budget = new FalseAlarmBudget(options.FalseAlarmsPerQuarter);
        if (state.Pieces == 0)
        {
            return (New(key, options), state.Note);
        }

        var learned = await ReadAsync(key, Place(state.Generation), state.Pieces);
        return ReplicaComparison.TryRestore(key.Id, Window, budget, learned, out var comparison, out var problem)
            ? (comparison, state.Note)
            : (New(key, options), $"Learning began anew: what was learned before {problem}.");
    }

    public static ReplicaComparison New(LedgerKey key, DetectionOptions options) => new(key.Id, Window, new FalseAlarmBudget(options.FalseAlarmsPerQuarter));

    /// <returns>What has to be written and deleted for the open windows to be as they are.</returns>
    public static (IReadOnlyList<LedgerRow> Rows, IReadOnlyList<string> Deleted) TakeChanges(OpenWindows windows)
    {
        var (written, deleted) = windows.TakeChanges();
        return ([.. written.Select(static piece => new LedgerRow(WindowsPrefix + piece.Name, piece.Content))], [.. deleted.Select(static name => WindowsPrefix + name)]);
    }

    /// <summary>Commits what was learned, where that takes more than the one commit that is still to come.</summary>
    /// <returns>The state and rows of that commit.</returns>
    public static async Task<(ComparisonState Next, IReadOnlyList<LedgerRow> Rows)> SaveAsync(
        Stored<ComparisonState> stored, ComparisonState next, ReplicaComparison comparison)
    {
        var generation = next.Generation + 1;
        var pieces = Pieces(Place(generation), comparison.Save());
        var ahead = pieces.Count > PiecesTogether ? pieces.SkipLast(PiecesTogether).ToList() : [];
        foreach (var some in ahead.Chunk(LedgerLimits.MaxCommitBytes / PieceBytes / 2))
        {
            await stored.CommitAsync(stored.State ?? new ComparisonState(), commit => commit with { Rows = some });
        }

        return (next with { Generation = generation, Pieces = pieces.Count }, [.. pieces.Skip(ahead.Count)]);
    }

    /// <summary>One of two places: the other one counts until this is whole.</summary>
    private static string Place(int generation) => (generation & 1) == 0 ? $"{LearnedPrefix}0/" : $"{LearnedPrefix}1/";

    private static string PieceKey(string prefix, int piece) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{piece:D4}");

    private static List<LedgerRow> Pieces(string prefix, byte[] content)
    {
        var count = (content.Length + PieceBytes - 1) / PieceBytes;
        return [.. Enumerable.Range(0, count).Select(piece => new LedgerRow(PieceKey(prefix, piece), content.AsMemory(piece * PieceBytes, Math.Min(PieceBytes, content.Length - (piece * PieceBytes)))))];
    }

    /// <summary>Reads the first pieces: further ones are of a larger save before.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadAsync(LedgerKey key, string prefix, int pieces)
    {
        var rows = await ledger.ReadRowsAsync(key, prefix, PieceKey(prefix, pieces), pieces, descending: false, CancellationToken.None);
        return rows.Count == 1 ? rows[0].Value : rows.SelectMany(static row => row.Value.ToArray()).ToArray();
    }
}
