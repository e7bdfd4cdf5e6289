using System.Globalization;
using IncidentMesh.Detection.Replicas.Snapshots;

namespace IncidentMesh.Detection.Replicas.Windows;

// What is kept of open windows: a piece of each, and one of what all share. Only what changed is written again.
public sealed partial class OpenWindows
{
    /// <summary>Pieces that there are at most.</summary>
    public const int MostPieces = MostOpen + 2;

    private const int Version = 2;

    /// <summary>Bytes of one window's piece.</summary>
    private const int MostBytes = 640 * 1024;

    /// <summary>Bytes of the pieces of all windows.</summary>
    private const int MostBytesTogether = 1536 * 1024;

    private const string Head = "head";

    private readonly Dictionary<string, byte[]?> _saved = new(StringComparer.Ordinal);
    private bool _hadEvents;

    /// <summary>What has to be written and what has to be deleted since this was asked last.</summary>
    public (IReadOnlyList<StatePiece> Written, IReadOnlyList<string> Deleted) TakeChanges()
    {
        var written = new List<StatePiece>();
        var head = new StateWriting(Version);
        TransferHead(head);
        var sealedHead = StateSeal.Close(head.ToArray());
        if (_saved.GetValueOrDefault(Head) is not { } before || !before.AsSpan().SequenceEqual(sealedHead))
        {
            _saved[Head] = sealedHead;
            written.Add(new StatePiece(Head, sealedHead));
        }

        foreach (var (number, window) in _open)
        {
            if (window.IsChanged)
                written.Add(new StatePiece(Name(number), window.Save(Version)));
            window.IsChanged = false;
            _saved[Name(number)] = null;
        }

        var deleted = _saved.Keys.Where(name => name != Head && !_open.ContainsKey(NumberOf(name))).ToList();
        deleted.ForEach(name => _saved.Remove(name));
        return (written, deleted);
    }

    /// <param name="length">Length of a window.</param>
    /// <param name="lateness">How much later than others an event may come.</param>
    /// <param name="saved">All pieces that were written and not deleted; none for nothing yet.</param>
    /// <param name="problem">What could not be read, as a sentence; null where all was. The store is damaged, or a newer version wrote it.</param>
    public static OpenWindows Restore(TimeSpan length, TimeSpan lateness, IEnumerable<StatePiece> saved, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(saved);
        var windows = new OpenWindows(length, lateness);
        problem = null;
        foreach (var piece in saved)
        {
            windows._saved[piece.Name] = null;
            try
            {
                windows.Take(piece);
            }
            catch (FormatException e)
            {
                problem ??= e.Message;
            }
        }

        return windows;
    }

    private void Take(StatePiece piece)
    {
        if (!StateSeal.TryOpen(piece.Content, out var state))
            throw new FormatException("A piece of them is damaged.");
        if (state.Version != Version)
            throw new FormatException($"A piece of them is of version {state.Version}, and this program knows version {Version}.");
        if (piece.Name == Head)
        {
            TransferHead(state);
            return;
        }

        var window = OpenWindow.Restore(state);
        _open[NumberOf(piece.Name)] = window;
        _bytes += window.Bytes;
    }

    private void TransferHead(StateTransfer state)
    {
        _closed = state.Number(_closed);
        _hadEvents = state.Flag(_hadEvents);
        Late = state.Number(Late);
        Uncounted = state.Number(Uncounted);
        _lanes.Transfer(state);
        _replicas.Transfer(state);
    }

    private static string Name(long number) => number.ToString("D10", CultureInfo.InvariantCulture);

    private static long NumberOf(string name) => long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
