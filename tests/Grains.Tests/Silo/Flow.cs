using System.Globalization;
using System.Text;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Grains.Tests.Silo;

/// <summary>Sends events into a silo and waits until they are taken in.</summary>
public static class Flow
{
    public static readonly LogPartition Falco = new("prod", "falco");

    public static readonly LogPartition Audit = new("prod", "kubernetes-audit");

    public static readonly Principal Alice = new() { Credential = "c1", Name = "alice", Role = Role.Responder, Person = true };

    public static readonly WorkloadRef Web = new("prod", "shop", "Deployment", "web");

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static string Alert(
        int number, string rule = "Terminal shell in container", string priority = "Critical", string pod = "web-5d4f8c7b9d-x2x4z", string? container = null, string space = "shop")
    {
        var time = Start.AddMilliseconds(number).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'000000Z'", CultureInfo.InvariantCulture);
        var place = container is null
            ? $$"""{"k8s.ns.name":"{{space}}","k8s.pod.name":"{{pod}}","container.id":"aabbccddeeff"}"""
            : $$"""{"k8s.ns.name":null,"k8s.pod.name":null,"container.id":"{{container}}"}""";
        return $$"""{"time":"{{time}}","rule":"{{rule}}","priority":"{{priority}}","source":"syscall","output":"event {{number}}","output_fields":{{place}}}""";
    }

    /// <summary>Somebody ran a shell in a pod, by the API server's audit log.</summary>
    public static string Exec(int number, string pod, string space = "shop") =>
        $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"exec-{{{number}}}","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/{{{space}}}/pods/{{{pod}}}/exec?command=sh","verb":"create","user":{"username":"mallory"},"objectRef":{"resource":"pods","namespace":"{{{space}}}","name":"{{{pod}}}","apiVersion":"v1","subresource":"exec"},"responseStatus":{"code":101},"requestReceivedTimestamp":"2026-03-01T12:00:00.000000Z","stageTimestamp":"2026-03-01T12:00:00.100000Z"}""";

    /// <summary>In automatic mode the guardrails decide, not a person.</summary>
    public static async Task AddClusterAsync(this TestSilo silo, ResponseMode mode) =>
        Assert.True(await silo.Grains.GetGrain<IClusterRegistryGrain>(IClusterRegistryGrain.Key).AddAsync(
            new ClusterRecord { Connection = new ClusterConnection { Cluster = "prod", Adapter = ClusterAdapters.Recording }, AddedAt = Start, Mode = mode },
            "test"));

    /// <summary>Tells the cluster's inventory one whole list: a pod each of Deployments whose names the pods' begin with.</summary>
    public static Task ListAsync(this TestSilo silo, params IReadOnlyList<(string Pod, string Space)> pods) =>
        silo.Grains.GetGrain<IClusterGrain>(Web.Cluster).ApplyAsync(new InventoryChange
        {
            ListBegins = true,
            ListEnds = true,
            Workloads = [.. pods.Select(pod => new WorkloadRecord
            {
                Namespace = pod.Space,
                Kind = "Deployment",
                Name = pod.Pod.Split('-')[0],
                Uid = $"uid-{pod.Pod.Split('-')[0]}",
                Replicas = 1,
            })],
            Pods = [.. pods.Select(pod => new PodRecord
            {
                Namespace = pod.Space,
                Name = pod.Pod,
                Uid = $"uid-{pod.Pod}",
                WorkloadKind = "Deployment",
                WorkloadName = pod.Pod.Split('-')[0],
            })],
        });

    public static async Task<long> SendAsync(this TestSilo silo, LogPartition partition, params string[] events)
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(events));
        var ranges = new List<Range>();
        var at = 0;
        foreach (var length in events.Select(Encoding.UTF8.GetByteCount))
        {
            ranges.Add(at..(at + length));
            at += length;
        }

        return await silo.Log.AppendAsync(partition, SignalBatch.Frame(body, ranges), TestContext.Current.CancellationToken);
    }

    /// <summary>Processes until an offset is reached. Beside it the pump does the same; a failure is tried again.</summary>
    public static async Task<IngestProgress> ProcessedAsync(this TestSilo silo, LogPartition partition, long offset)
    {
        var grain = silo.Grains.GetGrain<IIngestGrain>(partition.ToString());
        return await Eventually.GetAsync(
            async () =>
            {
                try
                {
                    return await grain.ProcessAsync(8, CancellationToken.None);
                }
                catch (Exception)
                {
                    return await grain.GetProgressAsync();
                }
            },
            progress => progress.ProcessedThrough >= offset);
    }

    /// <summary>Sends alerts and waits until they are taken in.</summary>
    public static async Task AlertAsync(this TestSilo silo, params string[] events) =>
        await silo.ProcessedAsync(Falco, await silo.SendAsync(Falco, events));

    /// <summary>
    /// Sends events, has their checkpoint fail after all was delivered, and does something before they are tried again;
    /// then waits until they are taken in.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="partition">Where they go.</param>
    /// <param name="commits">How many commits they take, the checkpoint's included.</param>
    /// <param name="meanwhile">What is done before the second try.</param>
    /// <param name="events">The events.</param>
    public static async Task FailCheckpointAsync(this TestSilo silo, LogPartition partition, int commits, Func<Task> meanwhile, params string[] events)
    {
        silo.Faults.Next(StoreCall.Commit, [.. Enumerable.Repeat(StoreFault.None, commits - 1), StoreFault.Before]);
        var held = Enumerable.Range(0, commits).Select(_ => silo.Faults.Hold(StoreCall.Commit)).ToList();
        held.SkipLast(1).ToList().ForEach(call => call.Release());
        var offset = await silo.SendAsync(partition, events);
        await held[^1].Reached.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await meanwhile();
        held[^1].Release();
        await silo.ProcessedAsync(partition, offset);
    }

    /// <summary>Opens an incident of one critical alert with a proposed plan.</summary>
    public static async Task<IIncidentGrain> OpenAsync(this TestSilo silo)
    {
        await silo.AlertAsync(Alert(1));
        return silo.Grains.GetGrain<IIncidentGrain>((await silo.OnlyIncidentAsync()).Id);
    }

    public static async Task<CommandResult> ApproveAsync(this IIncidentGrain incident)
    {
        var plan = (await incident.GetAsync())!.Plan!;
        return await incident.ExecuteAsync(new IncidentCommand.ApprovePlan(plan.Id, plan.Hash), Alice, null);
    }

    /// <summary>Id of the incident of a Deployment.</summary>
    public static async Task<string> IncidentOfAsync(this TestSilo silo, string deployment) =>
        (await silo.IncidentsAsync()).Single(incident => incident.Subject.Workload?.Name == deployment).Id;

    public static async Task<IReadOnlyList<IncidentSummary>> IncidentsAsync(this TestSilo silo) =>
        (await silo.Grains.GetGrain<IIncidentListGrain>(0).ListAsync(new IncidentQuery { Max = 500 })).Incidents;

    public static async Task<Incident> OnlyIncidentAsync(this TestSilo silo)
    {
        var summary = Assert.Single(await silo.IncidentsAsync());
        return (await silo.Grains.GetGrain<IIncidentGrain>(summary.Id).GetAsync())!;
    }

    public static async Task<IReadOnlyList<RawEvent>> AllEventsAsync(this TestSilo silo, string incident)
    {
        var grain = silo.Grains.GetGrain<IIncidentGrain>(incident);
        var events = new List<RawEvent>();
        while (await grain.GetEventsAsync(events.Count, 500) is { Count: > 0 } page)
        {
            events.AddRange(page);
        }

        return events;
    }
}
