using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Modules;

public sealed class ModuleTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60);

    [Fact]
    public async Task What_sensors_saw_loaded_is_kept_by_node_and_module_each_once()
    {
        await using var silo = await TestSilo.StartAsync();

        await silo.AlertAsync(Load(1, "sctp"), Load(2, "dccp"), Load(1, "sctp"), Load(3, "nf_tables"));
        await silo.AlertAsync(Load(4, "sctp"));

        var loads = await silo.Grains.GetGrain<IModuleGrain>("prod").ListAsync();
        Assert.Equal([("n1", "dccp", 1L, "modprobe dccp"), ("n1", "sctp", 2L, "modprobe sctp")], loads.Select(one => (one.Last.Node, one.Last.Module, one.Count, one.Last.By)));
        Assert.All(loads, one => Assert.Equal(("shop/web-5d4f8c7b9d-x2x4z", "falco"), (one.Last.Pod, one.Last.Sensor)));
        Assert.Equal((Now.AddSeconds(1), Now.AddSeconds(4)), (loads[1].FirstSeen, loads[1].Last.Time));

        silo.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Empty(await silo.Grains.GetGrain<IModuleGrain>("prod").ListAsync());
    }

    [Fact]
    public async Task The_node_of_a_pod_is_known_where_the_sensor_does_not_say_it()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grains.GetGrain<IClusterGrain>("prod").ApplyAsync(new InventoryChange
        {
            ListBegins = true,
            ListEnds = true,
            Pods = [new PodRecord { Namespace = "shop", Name = "web-5d4f8c7b9d-x2x4z", Uid = "p", WorkloadKind = "Deployment", WorkloadName = "web", Node = "n7" }],
        });

        await silo.AlertAsync(Load(1, "sctp").Replace("\"k8s.node.name\":\"n1\",", "", StringComparison.Ordinal));

        Assert.Equal("n7", Assert.Single(await silo.Grains.GetGrain<IModuleGrain>("prod").ListAsync()).Last.Node);
    }

    [Fact]
    public async Task Names_however_long_they_are_hold_up_nothing()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<IModuleGrain>("prod");
        var longest = new string('\u4e00', 240);

        await grain.TakeAsync("prod/falco#0", 1, [.. Enumerable.Range(0, 1_000).Select(number =>
            new SeenModule(number, new ModuleLoad($"{number}{longest}", "sctp", Now.AddSeconds(number / 100), longest, longest, "falco")))]);

        var kept = await grain.ListAsync();
        Assert.InRange(kept.Count, 100, 999);
        Assert.Equal(Now.AddSeconds(9), kept.Max(static one => one.Last.Time));
    }

    private static string Load(int second, string module) =>
        $$"""{"time":"{{Now.AddSeconds(second):yyyy-MM-dd'T'HH:mm:ss'Z'}}","rule":"Module tool","priority":"Warning","output":"x","output_fields":{"evt.type":"execve","proc.name":"modprobe","proc.cmdline":"modprobe {{module}}","k8s.node.name":"n1","k8s.ns.name":"shop","k8s.pod.name":"web-5d4f8c7b9d-x2x4z"} }""";
}
