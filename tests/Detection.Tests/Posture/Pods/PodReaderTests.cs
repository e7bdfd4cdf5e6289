using System.Text;
using System.Text.Json;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Pods.Reading;

namespace IncidentMesh.Detection.Tests.Posture.Pods;

public sealed class PodReaderTests
{
    [Theory]
    [InlineData("""{"kind":"Pod","metadata":{"name":"a","namespace":"n"},"spec":{"containers":[{"name":"c"}]}}""", "Pod")]
    [InlineData("""{"kind":"Deployment","metadata":{"name":"a","namespace":"n"},"spec":{"template":{"spec":{"containers":[{"name":"c"}]}}}}""", "Deployment")]
    [InlineData("""{"kind":"ReplicationController","metadata":{"name":"a","namespace":"n"},"spec":{"template":{"spec":{"containers":[{"name":"c"}]}}}}""", "ReplicationController")]
    [InlineData("""{"kind":"CronJob","metadata":{"name":"a","namespace":"n"},"spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"name":"c"}]}}}}}}""", "CronJob")]
    [InlineData("""{"kind":"PodTemplate","metadata":{"name":"a","namespace":"n"},"template":{"spec":{"containers":[{"name":"c"}]}}}""", "PodTemplate")]
    [InlineData("""{"kind":"Rollout","apiVersion":"argoproj.io/v1alpha1","metadata":{"name":"a","namespace":"n"},"spec":{"template":{"spec":{"containers":[{"name":"c"}]}}}}""", "Rollout")]
    public void Finds_the_pod_in_every_holder(string json, string kind)
    {
        var pod = Assert.Single(Read(json).Pods);

        Assert.Equal((kind, "n", "a"), (pod.Kind, pod.Metadata.Namespace, pod.Name));
        Assert.Equal("c", Assert.Single(pod.Spec.Containers).Name);
    }

    [Fact]
    public void Reads_lists_in_lists_and_lists_whose_items_do_not_say_their_kind()
    {
        var reading = Read("""
            {"kind":"List","items":[
              {"kind":"PodList","items":[{"metadata":{"name":"first"},"spec":{}}]},
              {"kind":"Service","metadata":{"name":"web"},"spec":{"type":"ClusterIP"}},
              {"kind":"Pod","metadata":{"name":"second"},"spec":{}}]}
            """);

        Assert.Equal([("first", "items[0].items[0]"), ("second", "items[2]")], reading.Pods.Select(pod => (pod.Name, pod.Place)));
        Assert.Equal(1, reading.Others);
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public void A_broken_object_is_a_problem_with_its_place_and_hides_no_other()
    {
        var reading = Read("""
            {"kind":"List","items":[
              {"kind":"Deployment","metadata":{"name":"a"},"spec":{"template":{"spec":{"containers":[{},{"securityContext":{"privileged":"yes"}}]}}}},
              {"kind":"Pod","metadata":{"name":"b"},"spec":{"containers":[{"name":"c"}]}}]}
            """);

        Assert.Equal(
            new ReadProblem("items[0].spec.template.spec.containers[1].securityContext.privileged", "is neither true nor false."),
            Assert.Single(reading.Problems));
        Assert.Equal("b", Assert.Single(reading.Pods).Name);
    }

    [Theory]
    [InlineData("[]", "The document is no Kubernetes object.")]
    [InlineData("{}", "The document has no kind: a Kubernetes object says 'kind: Pod', 'kind: Deployment' or the like.")]
    [InlineData("""{"kind":"Pod"}""", "'spec' is missing.")]
    [InlineData("""{"kind":"CronJob","spec":{}}""", "'spec.jobTemplate.spec.template' is missing.")]
    [InlineData("""{"kind":"Deployment","spec":[]}""", "'spec' is no object.")]
    [InlineData("""{"kind":"Pod","metadata":{"labels":{"a":1}},"spec":{}}""", "'metadata.labels.a' is no text: put it in quotes.")]
    [InlineData("""{"kind":"Pod","spec":{"containers":["a"]}}""", "'spec.containers[0]' is no object.")]
    [InlineData("""{"kind":"Pod","spec":{"containers":[{"name":"\ud800"}]}}""", "'spec.containers[0].name' is no text.")]
    [InlineData("""{"kind":"Pod","metadata":{"labels":{"\ud800":"x"}}}""", "The document has a text that is no Unicode.")]
    [InlineData("""{"kind":"Pod","spec":{"containers":[{"ports":[{"hostPort":70000}]}]}}""", "'spec.containers[0].ports[0].hostPort' is no port from 0 to 65,535.")]
    [InlineData("""{"kind":"Pod","spec":{"securityContext":{"runAsUser":0.5}}}""", "'spec.securityContext.runAsUser' is no whole number of 64 bits.")]
    [InlineData("""{"kind":"Pod","spec":{"containers":[{"securityContext":{"capabilities":{"add":[7]}}}]}}""", "'spec.containers[0].securityContext.capabilities.add[0]' is no text.")]
    [InlineData("""{"kind":"Pod","spec":{"volumes":[{"name":"a","emptyDir":{},"hostPath":{"path":"/"}}]}}""", "'spec.volumes[0]' is both emptyDir and hostPath: a volume has one source.")]
    public void Says_what_is_wrong_and_where(string json, string sentence)
    {
        var reading = Read(json);

        Assert.Equal(sentence, Assert.Single(reading.Problems).ToString());
        Assert.Empty(reading.Pods);
    }

    [Fact]
    public void Reads_all_containers_with_what_decides_about_them()
    {
        var spec = Assert.Single(Read("""
            {"kind":"Pod","spec":{
              "ephemeralContainers":[{"name":"debug"}],
              "containers":[{"name":"web","image":"web:1",
                "securityContext":{"privileged":true,"runAsUser":0,"procMount":"Unmasked","capabilities":{"add":["NET_ADMIN"],"drop":["ALL"]},
                  "seccompProfile":{"type":"Localhost","localhostProfile":"p.json"},"seLinuxOptions":{"type":"spc_t"},"windowsOptions":{"hostProcess":true}},
                "ports":[{"containerPort":80,"hostPort":8080}],
                "env":[{"name":"A","value":"hidden"},{"name":"B","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}],
                "envFrom":[{"configMapRef":{"name":"m"}}],
                "livenessProbe":{"httpGet":{"host":"10.0.0.1"}},"lifecycle":{"preStop":{"exec":{"command":["x"]}}},
                "volumeMounts":[{"name":"v","mountPath":"/v","readOnly":true}]}],
              "initContainers":[{"name":"prepare","securityContext":null}]}}
            """).Pods).Spec;

        Assert.Equal(
            [("prepare", ContainerKind.Init), ("web", ContainerKind.Regular), ("debug", ContainerKind.Ephemeral)],
            spec.Containers.Select(container => (container.Name, container.Kind)));
        Assert.Equal(ContainerSecurityContext.Empty, spec.Containers[0].SecurityContext);
        var web = spec.Containers[1];
        Assert.Equal((true, 0L, "Unmasked"), (web.SecurityContext.Privileged, web.SecurityContext.RunAsUser, web.SecurityContext.ProcMount));
        Assert.Equal(["NET_ADMIN"], web.SecurityContext.AddedCapabilities);
        Assert.Equal(["ALL"], web.SecurityContext.DroppedCapabilities);
        Assert.Equal(new SecurityProfile("Localhost", "p.json"), web.SecurityContext.Seccomp);
        Assert.Equal(new SeLinuxOptions("", "", "spc_t", ""), web.SecurityContext.SeLinux);
        Assert.True(web.SecurityContext.WindowsHostProcess);
        Assert.Equal([new ContainerPort(null, 80, 8080, null, null)], web.Ports);
        Assert.Equal(["A", "B"], web.VariableNames);
        Assert.Equal([new VariableSource("Secret", "s", "k"), new VariableSource("ConfigMap", "m", null)], web.VariableSources);
        Assert.Equal([new ContainerHandler("livenessProbe", "httpGet", "10.0.0.1"), new ContainerHandler("preStop", "exec", null)], web.Handlers);
        Assert.Equal([new VolumeMount("v", "/v", null, true)], web.VolumeMounts);
    }

    [Fact]
    public void Reads_what_volumes_hold()
    {
        var volumes = Assert.Single(Read("""
            {"kind":"Pod","spec":{"volumes":[
              {"name":"plain"},
              {"name":"host","hostPath":{"path":"/run"}},
              {"name":"key","secret":{"secretName":"tls"}},
              {"name":"mixed","projected":{"sources":[{"secret":{"name":"s"}},{"configMap":{"name":"m"}},{"serviceAccountToken":{"audience":"vault","path":"token","expirationSeconds":600}}]}},
              {"name":"future","neverHeardOf":{}}]}}
            """).Pods).Spec.Volumes;

        Assert.Equal([null, "hostPath", "secret", "projected", "neverHeardOf"], volumes.Select(volume => volume.Type));
        Assert.Equal("/run", volumes[1].HostPath);
        Assert.Equal(["tls"], volumes[2].Secrets);
        Assert.Equal(["s"], volumes[3].Secrets);
        Assert.Equal(["m"], volumes[3].ConfigMaps);
        Assert.Equal([new ProjectedToken("vault", "token", 600)], volumes[3].Tokens);
    }

    [Theory]
    [InlineData(10_000, 1, 0)]
    [InlineData(10_001, 0, 1)]
    public void Reads_at_most_10000_containers(int count, int pods, int problems)
    {
        var containers = string.Join(',', Enumerable.Repeat("{}", count - 1));

        var reading = Read($$$"""{"kind":"Pod","spec":{"initContainers":[{}],"containers":[{{{containers}}}]}}""");

        Assert.Equal((pods, problems), (reading.Pods.Count, reading.Problems.Count));
        Assert.All(reading.Problems, problem => Assert.Equal("'spec' has more than 10,000 containers.", problem.ToString()));
    }

    [Theory]
    [InlineData(256 * 1024, 1, 0)]
    [InlineData((256 * 1024) + 1, 0, 1)]
    public void Reads_at_most_256_KiB_of_annotations(int bytes, int pods, int problems)
    {
        // Two bytes a letter, and one for the key.
        var value = new string('é', (bytes - 1) / 2) + ((bytes - 1) % 2 == 0 ? "" : "e");
        Assert.Equal(bytes, 1 + Encoding.UTF8.GetByteCount(value));

        var reading = Read($$$"""{"kind":"Pod","metadata":{"annotations":{"k":"{{{value}}}"}},"spec":{}}""");

        Assert.Equal((pods, problems), (reading.Pods.Count, reading.Problems.Count));
        Assert.All(reading.Problems, problem => Assert.Equal("'metadata.annotations' is larger than 262,144 bytes, the most that Kubernetes takes.", problem.ToString()));
    }

    [Fact]
    public void Ten_thousand_broken_containers_are_twenty_problems()
    {
        var containers = string.Join(',', Enumerable.Repeat("""{"name":1}""", 10_000));

        Assert.Equal(20, Read($$$"""{"kind":"Pod","spec":{"containers":[{{{containers}}}]}}""").Problems.Count);
    }

    [Fact]
    public void A_bare_template_is_read_as_what_it_belongs_to()
    {
        using var document = JsonDocument.Parse("""{"metadata":{"labels":{"app":"a"}},"spec":{"hostPID":true}}""");

        var pod = Assert.Single(PodReader.ReadTemplate(document.RootElement, "Deployment").Pods);

        Assert.Equal(("Deployment", "a", true), (pod.Kind, pod.PodMetadata.Labels["app"], pod.Spec.HostPid));
    }

    private static PodReading Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return PodReader.Read(document.RootElement);
    }
}
