using IncidentMesh.Contracts.Storage;
using IncidentMesh.Gateway.Calls;

namespace IncidentMesh.Gateway.Audit;

/// <summary>Verifies the trail once at a time: reading all of it is dear, and whoever asks meanwhile wants the same.</summary>
internal sealed class AuditVerification(GrainCalls calls)
{
    private readonly Lock _lock = new();
    private Task<AuditVerdict>? _running;

    public Task<AuditVerdict> RunAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_running is not { IsCompleted: false })
                _running = calls.CommandAsync(grains => grains.GetGrain<IAuditGrain>(0).VerifyAsync());
            return _running.WaitAsync(cancellationToken);
        }
    }
}
