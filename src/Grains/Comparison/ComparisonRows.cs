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
/// commit: its pieces go first then, as a new generation, and the last commit makes that the one that counts.
/// </summary>
internal sealed class ComparisonRows(ILedger ledger)
{
    /// <summary>Of one row.</summary>
    private const int PieceBytes = 512 * 1024;

    /// <summary>Pieces of a commit: with them there is room for the head and the windows.</summary>
    private const int PiecesTogether = 1;

    private const string WindowsPrefix = "windows/";
    private const string LearnedPrefix = "learned/";

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <returns>The open windows, and why there are none where there should be some: nothing may hold up the log behind them.</returns>
    public async Task<(OpenWindows Windows, string? Note)> LoadWindowsAsync(LedgerKey key, ComparisonState state, DetectionOptions options)
    {
        var saved = await ReadAsync(key, WindowsPrefix, state.WindowPieces);
        try
        {
            return (OpenWindows.Restore(Window, options.ComparisonLateness, saved), null);
        }
        catch (FormatException e)
        {
            return (new OpenWindows(Window, options.ComparisonLateness), $"What was counted of the minutes that were open is lost. {e.Message}");
        }
    }

    /// <returns>What was learned, and why there is nothing where there should be something.</returns>
    public async Task<(ReplicaComparison Comparison, string? Note)> LoadComparisonAsync(LedgerKey key, ComparisonState state, DetectionOptions options)
    {
        var budget = new FalseAlarmBudget(options.FalseAlarmsPerQuarter);
        if (state.Pieces == 0)
        {
            return (new ReplicaComparison(key.Id, Window, budget), state.Note);
        }

        var learned = await ReadAsync(key, GenerationPrefix(state.Generation), state.Pieces);
        return ReplicaComparison.TryRestore(key.Id, Window, budget, learned, out var comparison, out var problem)
            ? (comparison, state.Note)
            : (new ReplicaComparison(key.Id, Window, budget), $"Learning began anew: what was learned before {problem}.");
    }

    public static IReadOnlyList<LedgerRow> Rows(OpenWindows windows) => Pieces(WindowsPrefix, windows.Save());

    /// <summary>Commits what was learned, where that takes more than the one commit that is still to come.</summary>
    /// <returns>The state and rows of that commit, and the rows that it deletes.</returns>
    public static async Task<(ComparisonState Next, IReadOnlyList<LedgerRow> Rows, IReadOnlyList<string> Deleted)> SaveAsync(
        Stored<ComparisonState> stored, ComparisonState next, ReplicaComparison comparison)
    {
        var generation = next.Generation + 1;
        var pieces = Pieces(GenerationPrefix(generation), comparison.Save());
        var ahead = pieces.Count > PiecesTogether ? pieces.SkipLast(PiecesTogether).ToList() : [];
        foreach (var some in ahead.Chunk(LedgerLimits.MaxCommitBytes / PieceBytes / 2))
        {
            await stored.CommitAsync(stored.State ?? new ComparisonState(), commit => commit with { Rows = some });
        }

        var old = Enumerable.Range(0, next.Pieces).Select(piece => PieceKey(GenerationPrefix(next.Generation), piece));
        return (next with { Generation = generation, Pieces = pieces.Count }, [.. pieces.Skip(ahead.Count)], [.. old]);
    }

    private static string GenerationPrefix(int generation) => string.Create(CultureInfo.InvariantCulture, $"{LearnedPrefix}{generation}/");

    private static string PieceKey(string prefix, int piece) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{piece:D4}");

    private static List<LedgerRow> Pieces(string prefix, byte[] content)
    {
        var count = (content.Length + PieceBytes - 1) / PieceBytes;
        return [.. Enumerable.Range(0, count).Select(piece => new LedgerRow(PieceKey(prefix, piece), content.AsMemory(piece * PieceBytes, Math.Min(PieceBytes, content.Length - (piece * PieceBytes)))))];
    }

    /// <summary>Reads the first pieces: further ones are of a save that was not finished, or of a larger one before.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadAsync(LedgerKey key, string prefix, int pieces)
    {
        if (pieces == 0)
        {
            return default;
        }

        var rows = await ledger.ReadRowsAsync(key, prefix, PieceKey(prefix, pieces), pieces, descending: false, CancellationToken.None);
        return rows.Count == 1 ? rows[0].Value : rows.SelectMany(static row => row.Value.ToArray()).ToArray();
    }
}
