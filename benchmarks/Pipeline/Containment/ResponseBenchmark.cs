using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using IncidentMesh.Benchmarks.Pipeline.Figures;
using IncidentMesh.Benchmarks.Pipeline.Load;
using IncidentMesh.Benchmarks.Pipeline.Servers;

namespace IncidentMesh.Benchmarks.Pipeline.Containment;

/// <summary>From the second sensor's signal to the scale written at the API server, in automatic mode.</summary>
internal static class ResponseBenchmark
{
    // A cluster may act on its own ten times an hour; its first action is the warm-up.
    private const int Clusters = 4;
    private const int ActionsPerCluster = 10;

    public static async Task RunAsync()
    {
        var workloads = Enumerable.Range(0, Clusters * ActionsPerCluster).Select(number => $"app{number}").ToList();
        await using var shop = await Shop.OpenAsync(workloads);
        await using var silo = await SiloServer.StartAsync();
        using var direct = new HttpClient { BaseAddress = shop.Address };
        List<double> fromPost = [], fromAccepted = [], patches = [];
        for (var number = 0; number < Clusters; number++)
        {
            var cluster = $"cluster-{number}";
            using var falco = await silo.AddClusterAsync(cluster, shop.Cluster());
            using var audit = await silo.SensorAsync(cluster, "kubernetes-audit");
            await Until.TrueAsync(
                async () => (await silo.GetAsync($"/api/v1/clusters/{cluster}"))["status"]?["pods"]?.GetValue<int>() > 0,
                TimeSpan.FromMinutes(1),
                "The inventory does not know the pods.");
            for (var action = 0; action < ActionsPerCluster; action++)
            {
                var workload = workloads[(number * ActionsPerCluster) + action];
                var (post, accepted) = await ContainAsync(silo, shop, falco, audit, cluster, workload, action + 1);
                var patch = await PatchAsync(direct);
                if (action > 0)
                {
                    fromPost.Add(post);
                    fromAccepted.Add(accepted);
                    patches.Add(patch);
                }
            }
        }

        var roundTrip = new Spread(patches).Median;
        Table.Print(
            "Response",
            $"""
            Automatic mode, one workload after another, {fromPost.Count} workloads of {Clusters} clusters on the in-process fake API server. A Falco alert opens the incident;
            timed is the audit event of an exec into the same pod, the second sensor that a response without a person needs. Between the two writes lie
            log append, detection, incident commit, the snapshot's read and its commit. The round trip is a PATCH by the benchmark after each.
            """,
            ["milliseconds", "least", "p50", "p90", "greatest", "p50 above the round trip"],
            [
                Row("POST of the signal to scale written", fromPost, roundTrip),
                Row("202 received to scale written", fromAccepted, roundTrip),
                Row("the API server's PATCH round trip", patches, roundTrip),
            ]);
    }

    private static async Task<(double FromPost, double FromAccepted)> ContainAsync(
        SiloServer silo, Shop shop, HttpClient falco, HttpClient audit, string cluster, string workload, int expected)
    {
        var alert = Alerts.Of(expected, "shop", Shop.PodOf(workload), "Drop and execute new binary in container", "Critical");
        await Sending.PostAsync(falco, "falco", Encoding.UTF8.GetBytes(alert));
        await Until.TrueAsync(
            async () => (await silo.GetAsync($"/api/v1/incidents?cluster={cluster}"))["items"]!.AsArray()
                .Count(item => item!["planStatus"]?.GetValue<string>() is not null) >= expected,
            TimeSpan.FromMinutes(1),
            "No plan was proposed.");

        var start = Stopwatch.GetTimestamp();
        await Sending.PostAsync(audit, "kubernetes-audit", Encoding.UTF8.GetBytes(Exec(Shop.PodOf(workload))));
        var accepted = Stopwatch.GetTimestamp();
        var written = await shop.WrittenAsync(workload) ?? throw new TimeoutException(
            $"{workload} was not scaled: {await silo.GetAsync($"/api/v1/incidents?cluster={cluster}")} {await silo.GetAsync($"/api/v1/audit?cluster={cluster}&limit=100")}");
        return (Stopwatch.GetElapsedTime(start, written).TotalMilliseconds, Stopwatch.GetElapsedTime(accepted, written).TotalMilliseconds);
    }

    private static async Task<double> PatchAsync(HttpClient direct)
    {
        var start = Stopwatch.GetTimestamp();
        using var content = new StringContent("""{"metadata":{"annotations":{"benchmark":"1"}},"spec":{"replicas":1}}""", Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/merge-patch+json");
        using var response = await direct.PatchAsync(Shop.PathOf(Shop.Scratch), content);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static string Exec(string pod)
    {
        var now = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"{{{Guid.NewGuid()}}}","stage":"ResponseStarted","requestURI":"/api/v1/namespaces/shop/pods/{{{pod}}}/exec?command=sh","verb":"create","user":{"username":"jane@example.com","groups":["system:authenticated"]},"sourceIPs":["192.0.2.44"],"userAgent":"kubectl/v1.31.0","objectRef":{"resource":"pods","namespace":"shop","apiVersion":"v1","name":"{{{pod}}}","subresource":"exec"},"responseStatus":{"metadata":{},"code":101},"requestReceivedTimestamp":"{{{now}}}","stageTimestamp":"{{{now}}}","annotations":{"authorization.k8s.io/decision":"allow"}}""";
    }

    private static string[] Row(string name, List<double> values, double roundTrip)
    {
        var spread = new Spread(values);
        return [name, Milliseconds(values.Min()), Milliseconds(spread.Median), Milliseconds(spread.Percentile(0.9)), Milliseconds(values.Max()), Milliseconds(spread.Median - roundTrip)];
    }

    private static string Milliseconds(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
