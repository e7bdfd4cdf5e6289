using System.Text;
using System.Text.Json.Nodes;

namespace IncidentMesh.Chaos.Tests;

/// <summary>Promises P1 and P2: what was accepted is counted, once, whenever the process is killed.</summary>
public sealed class KillAtRandomTests
{
    private const int Rounds = 10;
    private const int BatchesPerRound = 200;
    private const int EventsPerBatch = 5;

    private static readonly string[] Pods = ["web-5d4f8c7b9d-x2x4z", "web-5d4f8c7b9d-bbbbb", "web-5d4f8c7b9d-ccccc"];

    [Fact]
    public async Task Every_accepted_event_is_counted_exactly_once()
    {
        await using var silo = new SiloProcess();
        await silo.StartAsync();
        await silo.PostAsync("/api/v1/clusters", new JsonObject { ["id"] = "prod", ["adapter"] = "none" });
        using var sender = await silo.SenderAsync("prod");
        var random = new Random(20260301);
        var sent = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // A batch whose answer was lost is sent again: that it may be there already must not matter. One that was
            // answered is not: it has to be there.
            var killAt = random.Next(BatchesPerRound);
            for (var batch = 0; batch < BatchesPerRound; batch++, sent += EventsPerBatch)
            {
                var body = string.Join('\n', Enumerable.Range(sent, EventsPerBatch).Select(number => Alerts.Of(number, Pods[number % 3])));
                if (batch != killAt)
                {
                    await Eventually.TrueAsync(() => SiloProcess.TrySendAsync(sender, body), $"Batch {batch} of round {round} was not accepted.");
                    continue;
                }

                var pending = SiloProcess.TrySendAsync(sender, body);
                if (random.Next(2) == 0)
                {
                    await pending;
                }

                await silo.KillAsync();
                var accepted = await pending;
                await silo.StartAsync();
                if (!accepted)
                {
                    await Eventually.TrueAsync(() => SiloProcess.TrySendAsync(sender, body), "The batch was not accepted after the restart.");
                }
            }
        }

        // Incidents and replicas take their shares side by side: neither says that the other is there.
        await Eventually.TrueAsync(
            async () => await CountedAsync(silo) >= sent && await ReplicasAsync(silo) >= sent, $"Fewer than {sent} events were counted.");
        Assert.Equal(sent, await CountedAsync(silo));
        Assert.Equal(sent, await ReplicasAsync(silo));
        Assert.Equal(Enumerable.Range(0, sent).Select(number => $"event {number}").ToHashSet(), await EventsAsync(silo));
        Assert.Empty((await silo.PostAsync("/api/v1/audit/verify"))["faults"]!.AsArray());
    }

    private static async Task<long> CountedAsync(SiloProcess silo) =>
        (await silo.GetAsync("/api/v1/incidents?cluster=prod"))["items"]!.AsArray().Sum(incident => incident!["signals"]!.GetValue<long>());

    private static async Task<long> ReplicasAsync(SiloProcess silo)
    {
        var counts = 0L;
        foreach (var pod in Pods)
        {
            counts += (await silo.GetAsync($"/api/v1/clusters/prod/replicas/shop/{pod}"))["signals"]!.GetValue<long>();
        }

        return counts;
    }

    /// <summary>What the raw events of the one incident say; a repeat would make the set smaller than the count.</summary>
    private static async Task<HashSet<string>> EventsAsync(SiloProcess silo)
    {
        var incident = Assert.Single((await silo.GetAsync("/api/v1/incidents?cluster=prod"))["items"]!.AsArray())!["id"]!.GetValue<string>();
        var outputs = new List<string>();
        string? cursor = null;
        do
        {
            var page = await silo.GetAsync($"/api/v1/incidents/{incident}/events?limit=500{(cursor is null ? "" : $"&cursor={cursor}")}");
            outputs.AddRange(page["items"]!.AsArray().Select(item => item!["content"]!["output"]!.GetValue<string>()));
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        Assert.Equal(outputs.Count, outputs.Distinct().Count());
        return [.. outputs];
    }
}
