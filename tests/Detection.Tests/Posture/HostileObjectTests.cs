using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Detection.Posture.Exposure;
using IncidentMesh.Detection.Posture.Reach;
using IncidentMesh.Detection.Posture.Snapshots;
using IncidentMesh.Detection.Tests.Posture.Exposure;

namespace IncidentMesh.Detection.Tests.Posture;

public sealed class HostileObjectTests
{
    private const string More =
        """
        [{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"i","namespace":"shop"},"spec":{"defaultBackend":{"service":{"name":"service-0","port":{"number":80}}},"rules":[{"host":"h","http":{"paths":[{"path":"/","backend":{"service":{"name":"service-1","port":{"name":"http"}}}}]}}]},"status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.9"}]}}},
         {"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"g","namespace":"shop"},"spec":{"gatewayClassName":"c","infrastructure":{"annotations":{"a":"b"}},"listeners":[{"name":"l","allowedRoutes":{"namespaces":{"from":"Selector","selector":{"matchLabels":{"a":"b"}}}}}]},"status":{"addresses":[{"value":"203.0.113.9"}]}},
         {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"r","namespace":"shop"},"spec":{"parentRefs":[{"name":"g","sectionName":"l"}],"rules":[{"backendRefs":[{"name":"service-0","port":80,"weight":1}]}]},"status":{"parents":[{"parentRef":{"name":"g"},"conditions":[{"type":"Accepted","status":"True"}]}]}},
         {"apiVersion":"gateway.networking.k8s.io/v1beta1","kind":"ReferenceGrant","metadata":{"name":"x","namespace":"shop"},"spec":{"from":[{"kind":"HTTPRoute","namespace":"jobs"}],"to":[{"kind":"Service","name":"s"}]}},
         {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"e","namespace":"shop","labels":{"kubernetes.io/service-name":"service-0"}},"endpoints":[{"addresses":["10.0.0.1"],"targetRef":{"kind":"Pod","name":"web-1"}}],"ports":[{"name":"","port":8080,"protocol":"TCP"}]},
         {"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default","namespace":"shop","annotations":{"eks.amazonaws.com/role-arn":"arn"}},"automountServiceAccountToken":true,"imagePullSecrets":[{"name":"p"}]},
         {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"r","labels":{"a":"b"}},"rules":[{"verbs":["*"],"apiGroups":[""],"resources":["secrets","pods/exec"],"resourceNames":["a"],"nonResourceURLs":["/x"]}],"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"a":"b"},"matchExpressions":[{"key":"a","operator":"In","values":["b"]}]}]}},
         {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"b","namespace":"shop"},"roleRef":{"kind":"ClusterRole","name":"r"},"subjects":[{"kind":"ServiceAccount","name":"default","namespace":"shop"}]}]
        """;

    [Fact]
    public void Objects_with_values_of_the_wrong_type_are_left_out_with_a_problem_and_never_break_the_analysis()
    {
        var refused = 0;
        for (var seed = 1; seed <= 400; seed++)
        {
            var document = new RandomCluster(seed).Document();
            foreach (var item in JsonNode.Parse(More)!.AsArray())
                document["items"]!.AsArray().Add(item!.DeepClone());
            var damaged = JsonDamage.Of(document, new Random(seed));
            try
            {
                var reader = new SnapshotReader();
                using var json = JsonDocument.Parse(damaged);
                refused += reader.Add(json.RootElement).Count;
                var snapshot = reader.Build();
                var pod = Snapshots.Pod(labels: """{"app":"a","tier":"b"}""");
                Assert.InRange(ExposureAnalysis.Of(pod, snapshot).AtMost, ExposureLevel.Nobody, ExposureLevel.Internet);
                Assert.InRange(ReachAnalysis.Of(pod, snapshot).AtMost, ReachLevel.Nothing, ReachLevel.Cluster);
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Seed {seed}: {failure}\n{damaged}");
            }
        }

        Assert.True(refused > 100, $"Only {refused} problems were found: is the damage where it is read?");
    }

    [Fact]
    public void A_kind_with_an_object_that_cannot_be_read_is_not_known()
    {
        var reader = new SnapshotReader();
        using var json = JsonDocument.Parse("""{"kind":"List","items":[{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"ports":[{"port":"http"}]}},{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"kube-system"}}]}""");

        var problem = Assert.Single(reader.Add(json.RootElement));

        Assert.Equal("'items[0].spec.ports[0].port' is no number.", problem.ToString());
        Assert.Equal(["Namespace"], reader.Build().KnownKinds);
    }
}
