using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Inventory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Grains.Posture;

/// <summary>
/// Keeps what surrounds workloads current, of the clusters that this silo watches, and tells incidents that are not over
/// what has changed for them: each at most once a round, and a round is followed by a rest.
/// </summary>
internal sealed partial class ContextSweep(
    LivePosture posture, IGrainFactory grains, PosturePace pace, TimeProvider time, ILogger<ContextSweep> logger) : BackgroundService
{
    /// <summary>Incidents of a cluster that are looked at, those with the highest scores.</summary>
    private const int MostIncidents = 2_000;

    private const int Page = 500;

    private static readonly IncidentState[] NotOver = [IncidentState.Open, IncidentState.Acknowledged, IncidentState.Contained];

    private readonly Dictionary<string, Round> _rounds = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pace.Glance, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var cluster in posture.Clusters.Union(_rounds.Keys, StringComparer.Ordinal).ToList())
                await LookAtAsync(cluster, stoppingToken);
        }
    }

    private async Task LookAtAsync(string cluster, CancellationToken cancellationToken)
    {
        if (posture.Of(cluster) is not { } here)
        {
            _rounds.Remove(cluster);
            return;
        }

        try
        {
            here.Refresh();
            if (!_rounds.TryGetValue(cluster, out var round))
                _rounds[cluster] = round = new Round(new RestingTime(pace.Round, time));
            if (here.Revision == 0 || round.Rest.IsOn || (here.Revision == round.Revision && time.GetElapsedTime(round.At) < pace.AtLeastEvery))
                return;
            var revision = here.Revision;
            round.At = time.GetTimestamp();
            using (round.Rest.Measure())
            {
                // Where somebody could not be told, this round is not over: the next one comes after the rest.
                if (await TellAsync(cluster, here, round, cancellationToken))
                    round.Revision = revision;
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // A boundary: the store or a grain failed. Whoever was not told is told in the next round.
            LogSweepFailed(cluster, failure);
        }
    }

    /// <returns>Whether all were told.</returns>
    private async Task<bool> TellAsync(string cluster, ClusterPosture here, Round round, CancellationToken cancellationToken)
    {
        var all = true;
        var told = new Dictionary<string, WorkloadRisk>(StringComparer.Ordinal);
        string? cursor = null;
        for (var seen = 0; seen < MostIncidents; seen += Page)
        {
            var query = new IncidentQuery { Clusters = [cluster], States = NotOver, Max = Page, Cursor = cursor };
            var page = await grains.GetGrain<IIncidentListGrain>(0).ListAsync(query).WaitAsync(cancellationToken);
            foreach (var incident in page.Incidents)
            {
                if (incident.Subject.Workload is not { } workload || here.FindRisk(workload.Namespace, workload.Kind, workload.Name) is not { } risk)
                    continue;
                if (risk.SaysTheSameAs(round.Told.GetValueOrDefault(incident.Id)) || await TellAsync(incident.Id, risk, cancellationToken))
                    told[incident.Id] = risk;
                else
                    all = false;
            }

            cursor = page.NextCursor;
            if (cursor is null)
                break;
        }

        round.Told = told;
        return all;
    }

    /// <returns>Whether it knows now. One that cannot be told keeps none of the others from it.</returns>
    private async Task<bool> TellAsync(string incident, WorkloadRisk risk, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IIncidentGrain>(incident).LearnRiskAsync(risk).WaitAsync(cancellationToken);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogTellingFailed(incident, failure);
            return false;
        }
    }

    private sealed class Round(RestingTime rest)
    {
        public RestingTime Rest => rest;

        public long Revision { get; set; }

        public long At { get; set; }

        /// <summary>What incidents were told last.</summary>
        public Dictionary<string, WorkloadRisk> Told { get; set; } = new(StringComparer.Ordinal);
    }
}
