using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Silo.Rules;

/// <summary>
/// Records in the audit trail which rules came into force and which were refused: who changes the rules decides what is
/// seen. The same rules after a restart are no news.
/// </summary>
internal sealed partial class RuleHistory(ILedger ledger, TimeProvider time, ILogger<RuleHistory> logger)
{
    private static readonly LedgerKey Key = new("rules", "silo");

    /// <summary>Loads that wait while the store is sick; of more the oldest give way.</summary>
    private const int MostWaiting = 64;

    private readonly Queue<(byte[] Fingerprint, AuditEntry Entry)> _waiting = new();

    /// <summary>Keeps a load until it can be recorded.</summary>
    public void Add(IReadOnlyList<RuleFile> files, RuleLoad load)
    {
        var detail = load.Succeeded
            ? $"{load.EnabledRules.Length} rules of {files.Count} files"
            : $"{load.Errors.Length} errors; the rules from before stay in force. The first: {load.Errors[0]}";
        if (_waiting.Count == MostWaiting)
            _waiting.Dequeue();
        _waiting.Enqueue((FingerprintOf(files, load), new AuditEntry
        {
            Time = time.GetUtcNow(),
            Actor = "system:rules",
            Action = load.Succeeded ? "rules.load" : "rules.refuse",
            Target = "rules",
            Detail = detail,
        }));
    }

    /// <summary>Records what waits. A store that is sick is no reason to stop judging: it is said, and tried again.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_waiting.TryPeek(out var waiting))
            {
                var head = await ledger.LoadAsync(Key, cancellationToken);
                if (head is null || !head.State.Span.SequenceEqual(waiting.Fingerprint))
                {
                    await ledger.CommitAsync(
                        new LedgerCommit { Key = Key, ExpectedVersion = head?.Version ?? 0, State = waiting.Fingerprint, Audit = [waiting.Entry] },
                        cancellationToken);
                }

                _waiting.Dequeue();
            }
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StaleStateException)
        {
            LogNotRecorded(failure);
        }
    }

    private static byte[] FingerprintOf(IReadOnlyList<RuleFile> files, RuleLoad load)
    {
        var text = new StringBuilder(load.Succeeded ? "in force" : load.Errors[0].ToString());
        foreach (var file in files)
            text.Append('\0').Append(file.Name).Append('\0').Append(file.Text);
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    [LoggerMessage(7201, LogLevel.Warning, "That the rules changed could not be recorded in the audit trail.")]
    private partial void LogNotRecorded(Exception failure);
}
