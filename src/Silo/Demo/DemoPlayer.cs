using System.Net.Http.Headers;
using System.Text;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Kubernetes.Recording;
using IncidentMesh.Silo.Hosting;

namespace IncidentMesh.Silo.Demo;

/// <summary>Sets the shop up, plays its story into the real ingest endpoint, and follows what becomes of it.</summary>
internal sealed class DemoPlayer(
    IGrainFactory grains,
    RecordingClusters clusters,
    IHostApplicationLifetime lifetime,
    DemoAddress address,
    SiloArguments arguments,
    TimeProvider time) : BackgroundService
{
    /// <summary>Any will do: always the same pods, and so always the same story.</summary>
    private const int Seed = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await StartedAsync(stoppingToken);
            await PlayAsync(new DemoStory(Console.Out, CliOptions()), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"The demo stopped: {exception.Message}");
        }
    }

    private async Task PlayAsync(DemoStory story, CancellationToken stoppingToken)
    {
        const string cluster = "demo";
        var shop = new DemoShop(cluster, Seed);
        clusters.TryAdd(shop.Scenario);
        await grains.GetGrain<IClusterRegistryGrain>(IClusterRegistryGrain.Key).AddAsync(
            new ClusterRecord
            {
                Connection = new ClusterConnection { Cluster = cluster, Adapter = ClusterAdapters.Recording },
                DisplayName = "Demo web shop",
                AddedAt = time.GetUtcNow(),
            },
            "system:demo");
        var key = await grains.GetGrain<IAccessGrain>(IAccessGrain.Key).CreateAsync(
            new CredentialRequest { Name = "demo sensor", Role = Role.Ingest, Clusters = [cluster], ValidFor = TimeSpan.FromDays(1) }, "system:demo");
        story.Begin(address.Value, cluster, shop);

        var known = await UntilAsync(() => grains.GetGrain<IClusterGrain>(cluster).GetStatusAsync(), status => status.Pods == shop.Scenario.Pods.Count, stoppingToken);
        story.InventoryKnown(known);
        var events = DemoEvents.Of(shop, time.GetUtcNow());
        await SendAsync(events, key.Token!, stoppingToken);
        var ingest = grains.GetGrain<IIngestGrain>(new LogPartition(cluster, SensorNames.Falco).ToString());
        var progress = await UntilAsync(ingest.GetProgressAsync, done => done.Signals >= events.Count, stoppingToken);
        var list = grains.GetGrain<IIncidentListGrain>(0);
        var page = await UntilAsync(() => list.ListAsync(new IncidentQuery { Clusters = [cluster] }), found => found.Incidents.Count > 0, stoppingToken);
        var grain = grains.GetGrain<IIncidentGrain>(page.Incidents[0].Id);
        var incident = (await grain.GetAsync())!;
        story.Folded(progress, page.Incidents.Count, incident, await grain.GetTimelineAsync(0, 20), shop);
        story.Proposed(incident);
        await FollowAsync(grain, incident, story, stoppingToken);
    }

    /// <summary>Tells each turn of the plan until the demo is stopped.</summary>
    private async Task FollowAsync(IIncidentGrain grain, Incident incident, DemoStory story, CancellationToken stoppingToken)
    {
        var told = (await grain.GetTimelineAsync(0, 500)).Count;
        var status = incident.Plan?.Status;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var news = await grain.GetTimelineAsync(told, 100);
            foreach (var entry in news)
            {
                story.Tell(entry);
            }

            told += news.Count;
            var seen = await grain.GetAsync();
            var plan = seen?.Plan;
            if (plan?.Status != status && plan?.Status is PlanStatus.Contained or PlanStatus.Undone or PlanStatus.Completed or PlanStatus.Failed)
            {
                story.Turned(incident.Id, seen!.State, plan);
            }

            status = plan?.Status;
        }
    }

    private async Task SendAsync(IReadOnlyList<string> events, string key, CancellationToken stoppingToken)
    {
        using var client = new HttpClient { BaseAddress = new Uri(address.Value) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var batch in events.Chunk(50))
        {
            using var content = new StringContent(string.Join('\n', batch), Encoding.UTF8, "application/x-ndjson");
            using var response = await client.PostAsync(new Uri("/api/v1/ingest/falco", UriKind.Relative), content, stoppingToken);
            response.EnsureSuccessStatusCode();
        }
    }

    /// <summary>What the command line needs, after its command, to find this server and its token.</summary>
    private string CliOptions() =>
        $"--data \"{arguments.DataFolder}\"" + (address.Value == DemoAddress.Usual ? "" : $" --server {address.Value}");

    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> fits, CancellationToken stoppingToken)
    {
        var begun = time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, time);
        while (true)
        {
            var answer = await ask();
            if (fits(answer))
            {
                return answer;
            }

            if (time.GetElapsedTime(begun) > Patience)
            {
                throw new TimeoutException($"nothing came of it within {Patience.TotalSeconds:0} s; the log above may say why.");
            }

            await timer.WaitForNextTickAsync(stoppingToken);
        }
    }
}
