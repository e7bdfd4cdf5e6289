using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using IncidentMesh.Benchmarks.Inventory;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Kubernetes.Inventory;
using IncidentMesh.Kubernetes.Resources;
using IncidentMesh.Kubernetes.Resources.Tables;
using IncidentMesh.Kubernetes.Watching;

// Processor time of this process, which runs on one thread: the wall tells more of the neighbours than of the code.
if (args is ["posture"])
{
    PostureBenchmark.Run();
    return;
}

const int rounds = 5;
const int events = 20_000;
Console.WriteLine("| pods | events a CPU second, least / median / greatest | bytes a pod | of them facts | a page of 500 pods, ms |");
Console.WriteLine("| --- | --- | --- | --- | --- |");
foreach (var pods in (int[])[1_000, 10_000, 100_000])
    Measure(pods);
PostureBenchmark.Run();

// In a frame of its own, so that nothing of one size is alive while the memory of the next is weighed.
[MethodImpl(MethodImplOptions.NoInlining)]
static void Measure(int pods)
{
    var before = GC.GetTotalMemory(forceFullCollection: true);
    var pool = new FactsPool(new KeptAnnotations([]), 4L << 30);
    var inventory = new ClusterInventory(TimeSpan.FromSeconds(30), pool, []);
    var tables = inventory.Tables.ToDictionary(table => table.Kind);
    foreach (var kind in ResourceKinds.All.Where(kind => kind.Awaited))
        inventory.SetReading(kind, new ResourceReading(InventoryState.Read, "api/v1/any", null, DateTimeOffset.UnixEpoch));
    for (var app = 0; app * PodMaker.PodsOfDeployment < pods; app++)
    {
        tables[ResourceKinds.Deployments].Put(new ReadOnlySequence<byte>(PodMaker.Deployment(app)));
        tables[ResourceKinds.ReplicaSets].Put(new ReadOnlySequence<byte>(PodMaker.ReplicaSet(app)));
    }

    for (var pod = 0; pod < pods; pod++)
        tables[ResourceKinds.Pods].Put(new ReadOnlySequence<byte>(PodMaker.Pod(pod, 1)));
    var told = inventory.Take(DateTimeOffset.UnixEpoch).Sum(change => change.Pods.Count);
    if (told != pods)
        throw new InvalidOperationException($"{told} of {pods} pods were told.");
    told = 0;
    var held = GC.GetTotalMemory(forceFullCollection: true) - before;

    var rates = new List<double>();
    for (var round = 0; round < rounds; round++)
    {
        // As a watch brings them: a pod's readiness changes. What is told of them goes nowhere.
        var lines = Enumerable.Range(0, events)
            .Select(i => Line(PodMaker.Pod((int)((i * 7919L) % pods), (((round * (long)events) + i) * 2) + 3 + (i / pods % 2)))).ToArray();
        var from = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < events; i++)
        {
            var (_, item) = WatchEvent.Split(new ReadOnlySequence<byte>(lines[i]));
            tables[ResourceKinds.Pods].Put(item);
            if (i % 100 == 0)
                inventory.Take(DateTimeOffset.UnixEpoch);
        }

        rates.Add(events / (Environment.CpuUsage.TotalTime - from).TotalSeconds);
    }

    var asked = Environment.CpuUsage.TotalTime;
    for (var i = 0; i < 10; i++)
        inventory.List(new InventoryQuery { Kind = "Pod", After = $"space-{i}" });
    var page = (Environment.CpuUsage.TotalTime - asked).TotalMilliseconds / 10;
    rates.Sort();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {pods:N0} | {rates[0]:N0} / {rates[rounds / 2]:N0} / {rates[^1]:N0} | {(double)held / pods:N0} | {(double)pool.Bytes / pods:N0} | {page:N1} |"));
    GC.KeepAlive(inventory);
}

static byte[] Line(byte[] pod) => [.. Encoding.UTF8.GetBytes("""{"type":"MODIFIED","object":"""), .. pod, (byte)'}'];
