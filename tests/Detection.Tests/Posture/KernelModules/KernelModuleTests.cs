using System.Text.Json;
using IncidentMesh.Detection.Posture.KernelModules;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Detection.Tests.Posture.KernelModules;

public sealed class KernelModuleTests
{
    [Fact]
    public void The_deny_list_has_a_line_for_modprobe_and_a_reason_for_people() => Assert.Equal(
        "# telephony\ninstall sctp /bin/false\n# cars\ninstall can /bin/false\n",
        ModuleGuard.DenyList([new DeniedModule("sctp", "telephony"), new DeniedModule("can", "cars")]));

    [Fact]
    public void The_guard_itself_takes_no_more_than_the_path_it_needs()
    {
        var daemonSet = ModuleGuard.Write(DeniedModule.All, "kube-system", "busybox:1.37")[1];

        var pod = Assert.Single(PodReader.Read(daemonSet).Pods);
        Assert.Equal(["hostPathVolumes"], PodSecurityStandards.Judge(pod, PolicyLevel.Baseline, PolicyVersion.Latest).Select(violation => violation.Check));
        Assert.Equal("/etc/modprobe.d", Assert.Single(pod.Spec.Volumes, volume => volume.Type == "hostPath").HostPath);
        var watching = Assert.Single(pod.Spec.Containers, container => container.Name == "watch");
        Assert.All(watching.VolumeMounts, mount => Assert.True(mount.ReadOnly));
    }

    [Fact]
    public void A_node_is_guarded_while_its_guard_is_ready()
    {
        var nodes = Judge(
            """{"kind":"NodeList","items":[{"metadata":{"name":"n1"}},{"metadata":{"name":"n2"}},{"metadata":{"name":"n3"}}]}""",
            Guard("n1", "True"), Guard("n2", "False"),
            """{"kind":"Pod","metadata":{"name":"web","namespace":"shop"},"spec":{"nodeName":"n3"}}""",
            """{"kind":"Pod","metadata":{"name":"held","namespace":"shop"},"spec":{"nodeName":"n3","runtimeClassName":"runsc"}}""");

        Assert.Equal([("n1", GuardState.Guarded), ("n2", GuardState.Drifted), ("n3", GuardState.Missing)], nodes.Select(node => (node.Node, node.State)));
        Assert.Equal(["shop/web"], nodes[2].MayLoad);
    }

    private static string Guard(string node, string ready) =>
        $$$"""{"kind":"Pod","metadata":{"name":"guard-{{{node}}}","labels":{"app.kubernetes.io/name":"incidentmesh-module-guard"}},"spec":{"nodeName":"{{{node}}}"},"status":{"conditions":[{"type":"Initialized","status":"True"},{"type":"Ready","status":"{{{ready}}}"}]}}""";

    private static IReadOnlyList<NodeModules> Judge(params string[] objects)
    {
        var review = new ModuleReview();
        foreach (var json in objects)
        {
            using var document = JsonDocument.Parse(json);
            review.Add(document.RootElement);
            foreach (var pod in PodReader.Read(document.RootElement).Pods)
                review.Add(pod, pod.Metadata.Namespace ?? "default");
        }

        return review.Judge();
    }
}
