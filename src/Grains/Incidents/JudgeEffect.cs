using System.Globalization;
using System.Text.Json;
using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Grains.Incidents;

/// <summary>
/// Has the comparison whose findings are in an incident ask what the incident turned out to be. It asks for what is so by then:
/// of two verdicts in short order the later one holds, whichever effect comes last.
/// </summary>
internal sealed class JudgeEffect(IGrainFactory grains) : IEffectHandler
{
    private const string Name = "incident/judge";

    public string Kind => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(10);

    /// <param name="workload">Key of the workload whose replicas are compared.</param>
    /// <param name="number">Tells this verdict from others of the incident.</param>
    /// <param name="now">The present.</param>
    public static NewEffect Of(string workload, long number, DateTimeOffset now) =>
        new(string.Create(CultureInfo.InvariantCulture, $"judge/{number}/{workload}"), Name, now, JsonSerializer.SerializeToUtf8Bytes(workload));

    public async ValueTask<EffectOutcome> ExecuteAsync(ClaimedEffect effect, CancellationToken cancellationToken)
    {
        var workload = JsonSerializer.Deserialize<string>(effect.Payload.Span)!;
        await grains.GetGrain<IComparisonGrain>(workload).HearVerdictAsync(effect.Owner.Id).WaitAsync(cancellationToken);
        return new EffectOutcome.Done(default);
    }
}
