using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace IncidentMesh.Chaos.Tests;

/// <summary>Promises P1 and P2 for what the replicas of a workload do: no window is lost or counted twice, and a finding is told once.</summary>
public sealed class ComparisonTests
{
    private const int Replicas = 12;
    private const int Minutes = 80;
    private const int MinutesPerBatch = 5;
    private const int OddAt = 66;
    private const int Kills = 5;

    /// <summary>No timer closes a window while the silo is down: how long that takes is chance.</summary>
    private const int LatenessMinutes = 5;

    /// <summary>The last event is in the last minute, and closes what ends the lateness before it.</summary>
    private const int Compared = Minutes - 1 - LatenessMinutes;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Whenever_the_silo_is_killed_the_same_minutes_are_compared_and_the_same_is_found_and_told_once()
    {
        var random = new Random(20260301);
        var kills = Enumerable.Range(1, (Minutes / MinutesPerBatch) - 1).OrderBy(_ => random.Next()).Take(Kills).ToHashSet();
        var (quiet, toldQuietly) = await WatchAsync(_ => false, random);
        var (killed, told) = await WatchAsync(kills.Contains, random);

        Assert.Equal((Compared, 0, 0), (Number(killed, "windows"), Number(killed, "late"), Number(killed, "uncounted")));
        Assert.Equal(quiet.ToJsonString(), killed.ToJsonString());
        Assert.Equal((Pod(7), "exec|/usr/bin/curl"), (told["replica"]!.GetValue<string>(), told["evidence"]![0]!["feature"]!.GetValue<string>()));
        Assert.Equal(toldQuietly.ToJsonString(), told.ToJsonString());
    }

    /// <returns>The comparison, and the one finding of the one incident, after all minutes were sent.</returns>
    private static async Task<(JsonNode Comparison, JsonNode Told)> WatchAsync(Predicate<int> isKilledAt, Random random)
    {
        await using var silo = new SiloProcess(new() { ["Detection:ComparisonLateness"] = $"00:{LatenessMinutes:D2}:00" });
        await silo.StartAsync();
        await silo.PostAsync("/api/v1/clusters", new JsonObject { ["id"] = "prod", ["adapter"] = "none" });
        using var sender = await silo.SenderAsync("prod");
        for (var batch = 0; batch < Minutes / MinutesPerBatch; batch++)
        {
            var body = string.Join('\n', Enumerable.Range(batch * MinutesPerBatch, MinutesPerBatch).SelectMany(Events));
            var kill = isKilledAt(batch) ? KillAsync(silo, random.Next(200)) : Task.CompletedTask;
            await Eventually.TrueAsync(() => SiloProcess.TrySendAsync(sender, body), $"Batch {batch} was not accepted.");
            await kill;
        }

        JsonNode? comparison = null;
        await Eventually.TrueAsync(async () => Number(comparison = await ComparisonAsync(silo), "windows") >= Compared, "Too few minutes were compared.");
        await Eventually.TrueAsync(async () => (await IncidentsAsync(silo)).Count > 0, "Nothing was told.");
        var incident = await silo.GetAsync($"/api/v1/incidents/{Assert.Single(await IncidentsAsync(silo))!["id"]!.GetValue<string>()}");
        Assert.Equal(1, Number(incident, "signals"));
        return (comparison!, Assert.Single(incident["deviations"]!.AsArray())!);
    }

    /// <summary>Kills it somewhere in between, and starts it again on what is there.</summary>
    private static async Task KillAsync(SiloProcess silo, int milliseconds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(milliseconds + 1));
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        await silo.KillAsync();
        await silo.StartAsync();
    }

    /// <summary>What all replicas do in a minute; the same text whenever it is asked for, as a sensor that sends again does.</summary>
    private static IEnumerable<string> Events(int minute) => Enumerable.Range(0, Replicas).SelectMany(replica => Features(minute, replica).Select((fields, number) =>
    {
        var time = Start.AddMinutes(minute).AddSeconds(2 + (4 * replica)).AddMilliseconds(number).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'000000Z'", CultureInfo.InvariantCulture);
        return $$$"""{"time":"{{{time}}}","rule":"Activity","priority":"Informational","source":"syscall","output":"event {{{minute}}}-{{{replica}}}-{{{number}}}","output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"{{{Pod(replica)}}}",{{{fields}}}}}""";
    }));

    private static IEnumerable<string> Features(int minute, int replica)
    {
        yield return "\"evt.type\":\"execve\",\"proc.exepath\":\"/usr/bin/healthcheck\"";
        for (var queries = 2 + (((minute * 7) + (replica * 5)) % 3); queries > 0; queries--)
            yield return "\"evt.type\":\"connect\",\"fd.name\":\"10.1.0.9:40000->10.0.3.7:5432\",\"fd.l4proto\":\"tcp\"";
        if (minute == OddAt && replica == 7)
            yield return "\"evt.type\":\"execve\",\"proc.exepath\":\"/usr/bin/curl\"";
    }

    private static string Pod(int replica) => $"web-5d4f8c7b9d-bcdf{"bcdfghjklmnp"[replica]}";

    private static async Task<JsonNode?> ComparisonAsync(SiloProcess silo)
    {
        try
        {
            return await silo.GetAsync("/api/v1/clusters/prod/comparisons/shop/Deployment/web");
        }
        catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            // Nothing was taken in yet.
            return null;
        }
    }

    private static async Task<JsonArray> IncidentsAsync(SiloProcess silo) => (await silo.GetAsync("/api/v1/incidents?cluster=prod"))["items"]!.AsArray();

    private static long Number(JsonNode? json, string member) => json?[member]?.GetValue<long>() ?? 0;
}
