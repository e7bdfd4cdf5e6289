using System.Globalization;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Grains.Tests.Signals;

public sealed class ProbeTests
{
    private const string Container = "0123456789ab";

    [Fact]
    public async Task A_probe_is_counted_by_its_replica_and_opens_no_incident()
    {
        await using var silo = await TestSilo.StartAsync();
        await ListAsync(silo);

        await silo.AlertAsync([.. Enumerable.Range(0, 6).Select(number => Shell(number * 10))]);

        Assert.Empty(await silo.IncidentsAsync());
        var replica = await silo.Grains.GetGrain<IReplicaGrain>("prod/shop/web-0").GetActivityAsync();
        Assert.Equal(6, replica!.Windows.Sum(window => window.Counts["probe|liveness probe of web"]));
        Assert.Equal((6, 6), await CountsAsync(silo));
    }

    [Fact]
    public async Task A_probe_whose_pod_becomes_known_late_is_one_all_the_same()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grains.GetGrain<IClusterGrain>("prod").ApplyAsync(new InventoryChange { ListBegins = true, ListEnds = true });
        await silo.AlertAsync(Shell(0));

        await ListAsync(silo);
        await silo.AlertAsync(Shell(10));

        await Eventually.GetAsync(() => CountsAsync(silo), counts => counts == (2, 2));
        Assert.Empty(await silo.IncidentsAsync());
    }

    [Theory]
    [InlineData(StoreFault.Before)]
    [InlineData(StoreFault.After)]
    [InlineData(StoreFault.Conflict)]
    public async Task Whoever_runs_it_more_often_is_seen_and_no_run_is_lost_or_counted_twice(StoreFault fault)
    {
        await using var silo = await TestSilo.StartAsync();
        await ListAsync(silo);
        const int Runs = 60;
        for (var run = 0; run < Runs; run += 10)
        {
            silo.Faults.Next(StoreCall.Commit, [.. Enumerable.Repeat(StoreFault.None, run / 10 % 3), fault]);
            await silo.AlertAsync([.. Enumerable.Range(run, 10).Select(second => Shell(second))]);
        }

        // 37 runs of a ten seconds' probe are believed within five minutes.
        Assert.Equal((Runs, 37), await CountsAsync(silo));
        Assert.Equal(Runs - 37, (await silo.OnlyIncidentAsync()).Fold.Signals);
        Assert.Equal(Runs, (await silo.Grains.GetGrain<IReplicaGrain>("prod/shop/web-0").GetActivityAsync())!.Signals);
    }

    [Fact]
    public async Task Probes_of_many_workloads_make_no_storm_in_which_a_shell_would_be_lost()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grains.GetGrain<IClusterGrain>("prod").ApplyAsync(new InventoryChange
        {
            ListBegins = true,
            ListEnds = true,
            Pods = [.. Enumerable.Range(0, 20).Select(at => Pod($"app{at}", Container + $"{at:x12}"))],
        });

        await silo.AlertAsync([.. Enumerable.Range(0, 20).Select(at => Shell(at, $"app{at}-0"))]);
        await silo.AlertAsync(Shell(30, "app0-0", command: "sh -i"));

        Assert.Equal("prod/workload/shop/StatefulSet/app0", (await silo.OnlyIncidentAsync()).Subject.ToString());
        Assert.Equal((21, 20), await CountsAsync(silo));
    }

    private static async Task<(long Signals, long Probes)> CountsAsync(TestSilo silo)
    {
        var progress = await silo.Grains.GetGrain<IIngestGrain>(Flow.Falco.ToString()).GetProgressAsync();
        return (progress.Signals, progress.Probes);
    }

    private static Task ListAsync(TestSilo silo) => silo.Grains.GetGrain<IClusterGrain>("prod").ApplyAsync(new InventoryChange
    {
        ListBegins = true,
        ListEnds = true,
        Pods = [Pod("web", Container + "cdef0123")],
    });

    private static PodRecord Pod(string workload, string container) => new()
    {
        Namespace = "shop",
        Name = $"{workload}-0",
        Uid = $"u-{workload}",
        WorkloadKind = "StatefulSet",
        WorkloadName = workload,
        ContainerIds = [container],
        Probes = [ExecProbe.Of("web", "liveness probe", ["sh", "-c", "pg_isready -U shop"])!],
    };

    private static string Shell(double second, string? pod = null, string command = "sh -c pg_isready -U shop")
    {
        var place = pod is null
            ? $"\"k8s.ns.name\":null,\"k8s.pod.name\":null,\"container.id\":\"{Container}\""
            : $"\"k8s.ns.name\":\"shop\",\"k8s.pod.name\":\"{pod}\"";

        var time = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'000000Z'", CultureInfo.InvariantCulture);
        return $$$"""{"time":"{{{time}}}","rule":"Shell in container","priority":"Warning","source":"syscall","output":"shell at {{{second}}}","output_fields":{"evt.type":"execve","proc.cmdline":"{{{command}}}","proc.name":"sh","proc.pname":"runc:[2:INIT]","proc.tty":0,{{{place}}},"container.name":"web"}}""";
    }
}
