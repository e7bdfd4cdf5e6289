using System.Text;
using CsCheck;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Storage.Tests.Sqlite;

/// <summary>Any sequence of calls has the same results, and leaves the same behind, as with plain collections in memory.</summary>
public sealed class LedgerModelTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>One call: what to do, and three numbers that say how.</summary>
    private static readonly Gen<(int What, int A, int B, int C)> AnyCall =
        Gen.Select(Gen.Int[0, 12], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 40]);

    [Fact]
    public async Task The_ledger_behaves_as_its_model() =>
        await AnyCall.Array[1, 40].SampleAsync(
            async calls =>
            {
                var time = new FakeTimeProvider(Start);
                using var folder = new TemporaryFolder();
                await using var store = new SqliteStore(new SqliteStorageOptions { Directory = folder.Path }, time);
                await store.OpenAsync();
                var memory = new InMemoryLedger(time);
                var real = new Subject(store.Ledger, store.Outbox, store.AuditTrail);
                var model = new Subject(memory, memory, memory);
                foreach (var call in calls)
                {
                    time.Advance(TimeSpan.FromSeconds(1));
                    Assert.Equal(await model.DoAsync(call), await real.DoAsync(call));
                    Assert.Equal(await model.ObserveAsync(), await real.ObserveAsync());
                }
            },
            iter: 40,
            threads: 1,
            print: calls => string.Join(' ', calls));

    private sealed class Subject(ILedger ledger, IOutbox outbox, IAuditTrail trail)
    {
        private readonly List<ClaimedEffect> _claims = [];

        public async Task<string> DoAsync((int What, int A, int B, int C) call)
        {
            var (what, a, b, c) = call;
            return what switch
            {
                <= 5 => await CommitAsync(a, b, c, what),
                6 or 7 => await ClaimAsync(b + 1, At(c)),
                8 => await OnClaimAsync(c, claim => outbox.DeferAsync(claim, At(a + b), $"r{c}", default)),
                9 => await OnClaimAsync(c, claim => outbox.ParkAsync(claim, $"r{c}", default)),
                10 => await OnClaimAsync(c, claim => outbox.HoldsAsync(claim, At(a * b), default)),
                11 => $"{await ledger.DeleteAsync(Key(a), (await ledger.LoadAsync(Key(a), default))?.Version ?? 0, default)}",
                _ => $"{await outbox.RequeueAsync(Key(a), $"e{b}", At(c), default)}",
            };
        }

        public async Task<string> ObserveAsync()
        {
            var seen = new StringBuilder();
            for (var i = 0; i < 3; i++)
            {
                var head = await ledger.LoadAsync(Key(i), default);
                var rows = await ledger.ReadRowsAsync(Key(i), "r1", "r3", 2, i == 1, default);
                seen.Append(System.Globalization.CultureInfo.InvariantCulture,
                    $"{head?.Version}={Text(head?.State)} {string.Join(',', rows.Select(row => row.Key + Text(row.Value)))}; ");
                seen.AppendJoin(',', await outbox.ListPendingAsync(Key(i), default)).Append("; ");
            }

            foreach (var query in new[] { All, All with { States = ["s1", "s0"] }, All with { Subject = "j1", After = (1, "1") } })
            {
                seen.AppendJoin(',', (await ledger.ListAsync(query, default)).Select(one => one.Id + Text(one.Listing.Value))).Append("; ");
            }

            seen.AppendJoin(',', (await outbox.ListParkedAsync(2, default)).Select(one =>
                $"{one.Owner}/{one.Id} {Text(one.Payload)} {one.Attempts} {one.Reason} {one.ParkedAt:O}"));
            seen.Append("; ").Append(await outbox.NextDueAsync(default)).Append("; ");
            seen.AppendJoin(',', (await trail.ReadAsync(0, ["c0", "c1"], 1000, default)).Select(one =>
                $"{one.Position} {one.Chain} {one.Sequence} {Convert.ToHexString(one.Hash.Span)}"));
            return seen.Append("; ").Append((await trail.VerifyAsync(default)) with { Faults = [] }).ToString();
        }

        private static LedgerQuery All => new() { Kind = "incident" };

        private static LedgerKey Key(int i) => new("incident", $"{i}");

        private static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);

        private static string Text(ReadOnlyMemory<byte>? bytes) => Encoding.UTF8.GetString((bytes ?? default).Span);

        private async Task<string> CommitAsync(int a, int b, int c, int what)
        {
            var version = (await ledger.LoadAsync(Key(a), default))?.Version ?? 0;
            var value = Encoding.UTF8.GetBytes($"{c % 7}");
            var commit = new LedgerCommit
            {
                Key = Key(a),
                ExpectedVersion = c == 0 ? version + 1 : version,
                State = value,
                Rows = what is 0 or 1 ? [new($"r{b}", value)] : [],
                DeletedRows = what is 1 or 2 ? [$"r{(b + 1) % 4}"] : [],
                SettledEffects = what is 2 or 3 ? [$"e{b}", $"e{c % 3}"] : [],
                Claim = what is 1 or 2 && _claims.Count > 0 ? new(_claims[c % _claims.Count].Id, _claims[c % _claims.Count].Claim) : null,
                Effects = what is 3 or 4 or 5 ? [new($"e{b}", "k", At(c), value), new($"e{b}x", "k", At(c), value)] : [],
                Audit = [.. Enumerable.Range(0, b).Select(i => new AuditEntry
                {
                    Time = At(c), Actor = $"a{i}", Action = "x", Target = "t", Cluster = $"c{i}",
                })],
                Listing = what is 0 or 4 ? new($"c{a}", $"s{c % 3}", $"j{b}", c % 2, value) : null,
            };
            return $"{await ledger.CommitAsync(commit, default)}";
        }

        private async Task<string> ClaimAsync(int max, DateTimeOffset now)
        {
            var claimed = await outbox.ClaimAsync("me", now, TimeSpan.FromSeconds(5), max, default);
            _claims.AddRange(claimed);
            return string.Join(',', claimed.Select(one =>
                $"{one.Owner}/{one.Id} {one.Kind} {Text(one.Payload)} {one.Fence} {one.Attempt} {one.LeaseUntil:O}"));
        }

        private async Task<string> OnClaimAsync(int which, Func<ClaimedEffect, ValueTask<bool>> act) =>
            _claims.Count == 0 ? "none" : $"{await act(_claims[which % _claims.Count])}";
    }
}
