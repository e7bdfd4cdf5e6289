using IncidentMesh.Contracts.Signals;
using IncidentMesh.Testing;

namespace IncidentMesh.Sensors.Tests;

public sealed class SampleTests
{
    [Theory]
    [InlineData("falco/web-shop.ndjson", SensorNames.Falco, 71, 0)]
    [InlineData("falco/web-shop-quiet.ndjson.gz", SensorNames.Falco, 200, 0)]
    [InlineData("falco/exec.ndjson", SensorNames.Falco, 3, 0)]
    [InlineData("falco/falcosidekick.json", SensorNames.Falco, 6, 0)]
    [InlineData("falco/with-bad-lines.ndjson", SensorNames.Falco, 2, 2)]
    [InlineData("kubernetes-audit/web-shop.json", SensorNames.KubernetesAudit, 67, 0)]
    [InlineData("kubernetes-audit/exec.ndjson", SensorNames.KubernetesAudit, 2, 0)]
    [InlineData("kubernetes-audit/audit-log.ndjson", SensorNames.KubernetesAudit, 12, 0)]
    [InlineData("kubernetes-audit/v1beta1.json", SensorNames.KubernetesAudit, 2, 0)]
    [InlineData("tetragon/web-shop.ndjson", SensorNames.Tetragon, 8, 0)]
    [InlineData("tracee/web-shop.ndjson", SensorNames.Tracee, 7, 0)]
    [InlineData("kubearmor/web-shop.ndjson", SensorNames.KubeArmor, 5, 0)]
    [InlineData("inspektor-gadget/web-shop.ndjson", SensorNames.InspektorGadget, 6, 0)]
    [InlineData("kubernetes-events/web-shop.ndjson", SensorNames.KubernetesEvents, 3, 0)]
    [InlineData("hubble/web-shop.ndjson", SensorNames.Hubble, 4, 0)]
    [InlineData("kubescape/web-shop.ndjson", SensorNames.Kubescape, 4, 0)]
    [InlineData("neuvector/web-shop.ndjson", SensorNames.NeuVector, 3, 0)]
    [InlineData("stackrox/web-shop.ndjson", SensorNames.StackRox, 5, 0)]
    [InlineData("native/web-shop.ndjson", SensorNames.Native, 3, 0)]
    [InlineData("falco/network.ndjson", SensorNames.Falco, 3, 0)]
    [InlineData("tetragon/network.ndjson", SensorNames.Tetragon, 3, 0)]
    [InlineData("tracee/network.ndjson", SensorNames.Tracee, 3, 0)]
    [InlineData("inspektor-gadget/network.ndjson", SensorNames.InspektorGadget, 3, 0)]
    [InlineData("hubble/network.ndjson", SensorNames.Hubble, 4, 0)]
    [InlineData("kubearmor/network.ndjson", SensorNames.KubeArmor, 2, 0)]
    public void Every_sample_is_recognized_and_read(string name, string format, int events, int bad)
    {
        var body = SampleFiles.Read(name);

        var split = EventSplitter.Split(body, SplitLimits.Default);

        Assert.Null(split.Fatal);
        Assert.Equal((events, bad), (split.Events.Count, split.Rejected.Count));
        var ids = new HashSet<SignalId>();
        foreach (var range in split.Events)
        {
            var json = body[range];
            Assert.Equal([format], SensorFormats.All.Where(one => one.Recognizes(json)).Select(one => one.Name));
            var signal = ConformanceCases.Read(format, body.AsSpan()[range]);
            Assert.Equal(new DateTime(2026, 6, 2), signal.Time.Date);
            Assert.True(ids.Add(signal.Id), $"{signal.Summary} has the id of another.");
        }
    }

    [Fact]
    public void What_falcosidekick_relays_has_the_ids_of_what_Falco_sent()
    {
        var sent = Read("falco/web-shop.ndjson").ToDictionary(signal => signal.Id);

        var relayed = Read("falco/falcosidekick.json").ToList();

        Assert.Equal(6, relayed.Count);
        Assert.All(relayed, signal => Assert.Equal(sent.GetValueOrDefault(signal.Id)?.Summary, signal.Summary));
    }

    private static IEnumerable<Signal> Read(string name)
    {
        var body = SampleFiles.Read(name);
        foreach (var range in EventSplitter.Split(body, SplitLimits.Default).Events)
            yield return ConformanceCases.Read(SensorNames.Falco, body.AsSpan()[range]);
    }
}
