using System.Globalization;
using System.Text;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Grains.Tests.Silo;

/// <summary>Sends events into a silo and waits until they are taken in.</summary>
public static class Flow
{
    public static readonly LogPartition Falco = new("prod", "falco");

    public static readonly WorkloadRef Web = new("prod", "shop", "Deployment", "web");

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static string Alert(
        int number, string rule = "Terminal shell in container", string priority = "Critical", string pod = "web-5d4f8c7b9d-x2x4z", string? container = null)
    {
        var time = Start.AddMilliseconds(number).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'000000Z'", CultureInfo.InvariantCulture);
        var place = container is null
            ? $$"""{"k8s.ns.name":"shop","k8s.pod.name":"{{pod}}","container.id":"aabbccddeeff"}"""
            : $$"""{"k8s.ns.name":null,"k8s.pod.name":null,"container.id":"{{container}}"}""";
        return $$"""{"time":"{{time}}","rule":"{{rule}}","priority":"{{priority}}","source":"syscall","output":"event {{number}}","output_fields":{{place}}}""";
    }

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
