using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Response.Guardrails;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Incidents;

public sealed class PlanDecisionTests
{
    [Fact]
    public async Task A_plan_that_nobody_decides_expires_by_itself()
    {
        await using var silo = await TestSilo.StartAsync((_, services) =>
            services.AddSingleton(new GuardrailOptions { PlanValidity = TimeSpan.FromMilliseconds(1) }));
        var grain = await silo.OpenAsync();

        var expired = await Eventually.GetAsync(grain.GetAsync, incident => incident!.Plan!.Status == PlanStatus.Expired);

        var late = await grain.ExecuteAsync(new IncidentCommand.ApprovePlan("plan-1", expired!.Plan!.Hash), Flow.Alice, null);
        Assert.Equal(CommandOutcome.Refused, late.Outcome);
        Assert.Empty(silo.Effects.Tried);
    }

    [Fact]
    public async Task An_approval_that_comes_late_does_nothing_even_before_the_timer_has_told()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();
        silo.Clock.Advance(TimeSpan.FromHours(9));

        var late = await grain.ApproveAsync();

        Assert.Equal(CommandOutcome.Refused, late.Outcome);
        Assert.Empty(silo.Effects.Tried);
    }

    [Fact]
    public async Task An_approval_of_a_plan_that_looked_different_does_nothing()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();

        var result = await grain.ExecuteAsync(new IncidentCommand.ApprovePlan("plan-1", new string('0', 64)), Flow.Alice, null);

        Assert.Equal(CommandOutcome.Refused, result.Outcome);
        Assert.Equal(PlanStatus.Proposed, (await grain.GetAsync())!.Plan!.Status);
        Assert.Empty(silo.Effects.Tried);
    }

    [Fact]
    public async Task An_approval_whose_outcome_was_unknown_is_not_a_second_one_when_repeated()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();
        silo.Faults.Next(StoreCall.Commit, StoreFault.After);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => grain.ApproveAsync());
        var again = await grain.ApproveAsync();

        Assert.Equal(CommandOutcome.Refused, again.Outcome);
        await Eventually.GetAsync(grain.GetAsync, incident => incident!.State == IncidentState.Contained);
        Assert.Single(silo.Effects.Tried, effect => effect.Kind == EffectKinds.ScaleToZero);
        Assert.Empty((await silo.Ledger.VerifyAsync(CancellationToken.None)).Faults);
    }

    [Fact]
    public async Task While_no_audit_record_can_be_written_nothing_is_done_and_what_is_known_is_counted_on()
    {
        var audit = new AuditSwitch();
        await using var silo = await TestSilo.StartAsync((test, services) =>
            services.AddSingleton<ILedger>(new LedgerWithoutAudit(test.Ledger, audit)));
        var grain = await silo.OpenAsync();
        audit.Down = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => grain.ApproveAsync());
        await silo.AlertAsync(Flow.Alert(2), Flow.Alert(3));

        Assert.Equal(3, (await grain.GetAsync())!.Fold.Signals);
        Assert.Equal(PlanStatus.Proposed, (await grain.GetAsync())!.Plan!.Status);
        Assert.Empty(silo.Effects.Tried);

        audit.Down = false;
        await grain.ApproveAsync();
        await Eventually.GetAsync(grain.GetAsync, incident => incident!.State == IncidentState.Contained);
    }

    private sealed class AuditSwitch
    {
        public volatile bool Down;
    }

    /// <summary>Takes no commit that holds audit records while the trail is down.</summary>
    private sealed class LedgerWithoutAudit(ILedger inner, AuditSwitch audit) : ILedger
    {
        public ValueTask<LedgerHead?> LoadAsync(LedgerKey key, CancellationToken cancellationToken) => inner.LoadAsync(key, cancellationToken);

        public ValueTask<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken) =>
            audit.Down && commit.Audit.Count > 0
                ? throw new StoreUnavailableException("Test: the audit trail is down.")
                : inner.CommitAsync(commit, cancellationToken);

        public ValueTask<bool> DeleteAsync(LedgerKey key, long expectedVersion, CancellationToken cancellationToken) =>
            inner.DeleteAsync(key, expectedVersion, cancellationToken);

        public ValueTask<IReadOnlyList<LedgerRow>> ReadRowsAsync(
            LedgerKey key, string from, string to, int max, bool descending, CancellationToken cancellationToken) =>
            inner.ReadRowsAsync(key, from, to, max, descending, cancellationToken);

        public ValueTask<IReadOnlyList<ListedPartition>> ListAsync(LedgerQuery query, CancellationToken cancellationToken) =>
            inner.ListAsync(query, cancellationToken);
    }
}
