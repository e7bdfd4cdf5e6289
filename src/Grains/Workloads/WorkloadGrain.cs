using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Storage;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains.Workloads;

[GrainType("im.workload")]
internal sealed class WorkloadGrain(Stored<WorkloadGrain.WorkloadState> stored, IOptions<DetectionOptions> options) : Grain, IWorkloadGrain
{
    public async Task TakeAsync(SignalShare share)
    {
        var key = this.GetPrimaryKeyString();
        var state = await stored.LoadAsync("workload", key) ?? new WorkloadState();
        var (fresh, marks) = state.Marks.Take(share);
        if (fresh.Count == 0)
        {
            return;
        }

        var subject = SubjectRef.Of(WorkloadRef.Parse(key));
        var intake = await state.Intake.HandOnAsync(GrainFactory, subject, share with { Signals = fresh }, options.Value);
        await stored.CommitAsync(new WorkloadState { Marks = marks, Intake = intake });
    }

    [GenerateSerializer, Immutable, Alias("im.state.workload")]
    internal sealed record WorkloadState
    {
        [Id(0)] public IntakeMarks Marks { get; init; } = new();

        [Id(1)] public SubjectIntake Intake { get; init; } = new();
    }
}
