using System.Text;
using IncidentMesh.Detection.Posture.Isolation;
using IncidentMesh.Detection.Posture.KernelModules;
using IncidentMesh.Detection.Posture.Manifests;
using IncidentMesh.Detection.Posture.Namespaces;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.PodSecurityPolicies;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Detection.Tests.Posture;

public sealed class DamagedManifestTests
{
    private const string Yaml = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: &l {app: web}, annotations: {a: "\ud83d"}}
        spec:
          template:
            metadata: {labels: *l}
            spec:
              hostNetwork: yes
              securityContext: {runAsUser: 0, sysctls: [{name: kernel.shm_rmid_forced, value: '1'}]}
              volumes: [{name: v, hostPath: {path: /}}, {name: p, projected: {sources: [{secret: {name: s}}]}}]
              containers:
              - {name: c, ports: [{containerPort: 80, hostPort: 0x50}], securityContext: {privileged: true, capabilities: {add: [ALL]}}}
        ---
        {"kind":"Node","metadata":{"name":"n"},"status":{"runtimeHandlers":[{"name":"runsc"}]}}
        """;

    private const string Json = """
        {"kind":"List","items":[{"kind":"Pod","metadata":{"name":"\ud83d\ude00","ownerReferences":[{"kind":"Pod","name":"a","controller":true}]},
        "spec":{"nodeName":"n","containers":[{"name":"c","livenessProbe":{"httpGet":{"host":"h"}},"env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"s"}}}]}]}},
        {"kind":"RuntimeClass","metadata":{"name":"r"},"handler":"runsc"},{"kind":"PodSecurityPolicy","metadata":{"name":"p"},"spec":{"hostPorts":[{"min":1,"max":2}]}},
        {"kind":"Namespace","metadata":{"name":"shop","labels":{"pod-security.kubernetes.io/enforce":"baseline"}}}]}
        """;

    [Theory]
    [InlineData(Yaml)]
    [InlineData(Json)]
    public void A_damaged_manifest_is_read_or_refused_and_never_fails(string manifest)
    {
        var whole = Encoding.UTF8.GetBytes(manifest);
        var random = new Random(5);
        for (var round = 0; round < 3_000; round++)
        {
            var damaged = whole.ToArray();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                var at = random.Next(damaged.Length);
                damaged = random.Next(3) switch
                {
                    0 => [.. damaged[..at], .. damaged[Math.Min(damaged.Length, at + random.Next(1, 20))..], (byte)' '],
                    1 => [.. damaged[..at], damaged[random.Next(damaged.Length)], .. damaged[at..]],
                    _ => [.. damaged[..at], (byte)random.Next(256), .. damaged[(at + 1)..]],
                };
            }

            var failure = Record.Exception(() => JudgeAll(damaged));

            Assert.True(failure is null, $"{failure}\n{Convert.ToBase64String(damaged)}");
        }
    }

    private static void JudgeAll(byte[] manifest)
    {
        var (namespaces, modules, runtimes) = (new NamespaceReview(PolicyVersion.Latest), new ModuleReview(), new ClusterRuntimes());
        foreach (var document in ManifestReader.Read("file", manifest))
        {
            if (document.Problem is not null)
                continue;
            namespaces.AddNamespaces(document.Root);
            modules.Add(document.Root);
            runtimes.Add(document.Root);
            PodSecurityPolicyReader.Read(document.Root);
            foreach (var pod in PodReader.Read(document.Root).Pods)
            {
                namespaces.Add(pod, "shop");
                modules.Add(pod, "shop");
                new IsolationReview(runtimes).Judge(pod, isExposed: true);
                PodSecurityPolicyChecks.Judge(pod, PodSecurityPolicy.Restricted);
            }
        }

        namespaces.Judge();
        modules.Judge();
    }
}
