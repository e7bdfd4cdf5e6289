using System.Globalization;
using System.Text.Json;
using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Grains.Incidents.Effects;

/// <summary>
/// Has the comparison whose findings are in an incident ask what the incident turned out to be. It asks for what is so by then:
/// of two verdicts in short order the later one holds, whichever effect comes last.
/// </summary>
internal sealed class VerdictEffect(IGrainFactory grains) : IEffectHandler
{
    /// <summary>How ids of these effects begin.</summary>
    public const string Prefix = "verdict/";

    private const string Name = "incident/verdict";

    public string Kind => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(10);

    /// <param name="place">The findings.</param>
    /// <param name="number">Tells this verdict from others of the incident.</param>
    /// <param name="index">Tells the places from one another: a workload's key may be longer than an id.</param>
    /// <param name="now">The present.</param>
    public static NewEffect Of(FindingPlace place, long number, int index, DateTimeOffset now) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}/{index}"), Name, now, JsonSerializer.SerializeToUtf8Bytes(place));

    public async ValueTask<EffectOutcome> ExecuteAsync(ClaimedEffect effect, CancellationToken cancellationToken)
    {
        var place = JsonSerializer.Deserialize<FindingPlace>(effect.Payload.Span)!;
        await grains.GetGrain<IComparisonGrain>(place.Workload).RefreshVerdictAsync(place.Incident).WaitAsync(cancellationToken);
        return new EffectOutcome.Done(default);
    }
}
