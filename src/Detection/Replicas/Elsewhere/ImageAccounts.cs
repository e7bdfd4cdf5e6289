using IncidentMesh.Contracts.Comparison;

namespace IncidentMesh.Detection.Replicas.Elsewhere;

/// <summary>The accounts of all images, where one place knows all workloads. Bounded as each of them is. For one thread at a time.</summary>
public sealed class ImageAccounts
{
    public const int MostImages = 10_000;

    /// <summary>Bytes of all accounts together.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly Dictionary<string, (ImageAccount Account, long Turn)> _accounts = new(StringComparer.Ordinal);
    private long _bytes;
    private long _turn;

    /// <summary>Images of which anything is known.</summary>
    public int Images => _accounts.Count;

    public void Take(ImageTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        var account = _accounts.TryGetValue(totals.Image, out var known) ? known.Account : new ImageAccount();
        _bytes -= account.Bytes;
        account.Take(totals, totals.Through);
        _bytes += account.Bytes;
        _accounts[totals.Image] = (account, ++_turn);
        while (_accounts.Count > MostImages || _bytes > MostBytes)
        {
            var oldest = _accounts.MinBy(static pair => pair.Value.Turn);
            _bytes -= oldest.Value.Account.Bytes;
            _accounts.Remove(oldest.Key);
        }
    }

    /// <returns>What is known elsewhere of what a finding asks; nothing where it asks nothing.</returns>
    public IReadOnlyList<ElsewhereCount> Ask(string workload, ElsewhereQuestion question, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(question);
        return _accounts.TryGetValue(question.Image, out var known) ? known.Account.Ask(workload, question.Features, now) : [];
    }
}
