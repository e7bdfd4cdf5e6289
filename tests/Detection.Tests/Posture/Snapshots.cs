using System.Text.Json;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Tests.Posture;

/// <summary>Clusters from JSON, for tests.</summary>
internal static class Snapshots
{
    /// <summary>All objects are there of the kinds that are, and of those that are named.</summary>
    public static ClusterSnapshot Of(IEnumerable<string> objects, params string[] alsoKnown)
    {
        var reader = new SnapshotReader();
        var kinds = new HashSet<string>(alsoKnown, StringComparer.Ordinal);
        foreach (var json in objects)
        {
            using var document = JsonDocument.Parse(json);
            reader.Add(document.RootElement);
            kinds.UnionWith(KubernetesObject.Of(document.RootElement).Select(static item => item.Kind));
        }

        return reader.Build(kinds);
    }

    public static PodManifest Pod(string spec = """{"containers":[{"name":"main","image":"web"}]}""", string labels = """{"app":"web"}""", string place = "shop")
    {
        using var document = JsonDocument.Parse($$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","namespace":"{{place}}","labels":{{labels}}},"spec":{{spec}}}""");
        var reading = PodReader.Read(document.RootElement);
        Assert.Empty(reading.Problems);
        return Assert.Single(reading.Pods);
    }
}
