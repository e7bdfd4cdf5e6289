using System.Net;
using System.Text.Json.Nodes;

namespace IncidentMesh.Detection.Tests.Posture.Exposure;

/// <summary>
/// Tries every connection of a small cluster, one after the other, straight from the JSON and the wording of the API
/// reference, to be compared with what the analysis derives.
/// </summary>
internal sealed class ReferenceNetwork(RandomCluster cluster)
{
    /// <summary>At least one address of each set that the networks of <see cref="RandomCluster"/> can cut out.</summary>
    private static readonly string[] Addresses =
        [.. Enumerable.Range(0, 16).Select(i => $"203.0.113.{i}"), .. Enumerable.Range(0, 16).Select(i => $"10.0.0.{i}"), "8.8.8.8", "10.255.0.1", "192.168.1.1", "172.16.0.1"];

    private readonly JsonObject _labels = cluster.Pod["metadata"]!["labels"]!.AsObject();
    private readonly bool _hostNetwork = (bool?)cluster.Pod["spec"]!["hostNetwork"] ?? false;

    /// <summary>0 nobody, 1 the namespace, 2 the cluster or its private network, 3 the Internet.</summary>
    public int Level() => Math.Max(FromPods(), FromOutside());

    private int FromPods()
    {
        if (_hostNetwork)
            return 0;
        var level = 0;
        foreach (var protocol in RandomCluster.Protocols)
        {
            foreach (var port in RandomCluster.Ports)
            {
                foreach (var place in cluster.Namespaces)
                {
                    var isOwn = (string)place["metadata"]!["name"]! == "shop";
                    if (AllLabels().Any(labels => Admits(protocol, port, peer => IsPod(peer, place, labels))))
                        level = Math.Max(level, isOwn ? 1 : 2);
                }

                if (Addresses.Where(address => !IsPublic(address)).Any(address => Admits(protocol, port, peer => IsIn(peer, address))))
                    level = 2;
            }
        }

        return level;
    }

    private int FromOutside()
    {
        var level = 0;
        void Try(string protocol, int port, bool isPublic, JsonArray? ranges)
        {
            foreach (var address in Addresses)
            {
                if (IsPublic(address) && !isPublic)
                    continue;
                if (ranges is { Count: > 0 } && !ranges.Any(range => Contains((string)range!, address)))
                    continue;
                if (Admits(protocol, port, peer => IsIn(peer, address)))
                    level = Math.Max(level, IsPublic(address) ? 3 : 2);
            }
        }

        foreach (var service in cluster.Services.Where(service => (string)service["metadata"]!["namespace"]! == "shop"))
        {
            var spec = service["spec"]!;
            var type = (string)spec["type"]!;
            if (type == "ExternalName" || spec["selector"] is not JsonObject { Count: > 0 } selector || !selector.All(label => (string?)_labels[label.Key] == (string)label.Value!))
                continue;
            var port = spec["ports"]![0]!;
            var protocol = (string?)port["protocol"] ?? "TCP";
            if (Resolve(port["targetPort"] ?? port["port"]!, protocol) is not { } number)
                continue;
            var addresses = service["status"]?["loadBalancer"]!["ingress"]!.AsArray();
            if (type == "LoadBalancer" && addresses is not { Count: 0 })
            {
                var isPublic = addresses is null ? service["metadata"]!["annotations"] is null : IsPublic((string)addresses[0]!["ip"]!);
                Try(protocol, number, isPublic, spec["loadBalancerSourceRanges"]?.AsArray());
            }

            if (type == "NodePort" || (type == "LoadBalancer" && ((bool?)spec["allocateLoadBalancerNodePorts"] ?? true)))
                Try(protocol, number, cluster.Nodes.Any(HasPublicAddress), null);
            foreach (var address in spec["externalIPs"]?.AsArray() ?? [])
                Try(protocol, number, IsPublic((string)address!), null);
        }

        if (_hostNetwork)
        {
            foreach (var protocol in RandomCluster.Protocols)
                Try(protocol, 80, HasPublicAddress(cluster.Nodes[0]), null);
            return level;
        }

        foreach (var port in ContainerPorts().Where(port => port["hostPort"] is not null))
            Try((string?)port["protocol"] ?? "TCP", (int)port["containerPort"]!, HasPublicAddress(cluster.Nodes[0]), null);
        return level;
    }

    private bool Admits(string protocol, int port, Func<JsonNode, bool> isPeer)
    {
        var selecting = cluster.Policies.Where(policy =>
            !_hostNetwork
            && (string)policy["metadata"]!["namespace"]! == "shop"
            && (policy["spec"]!["policyTypes"] is not JsonArray types || types.Any(type => (string)type! == "Ingress"))
            && Selects(policy["spec"]!["podSelector"]!, _labels)).ToList();
        return selecting.Count == 0 || selecting.Any(policy => (policy["spec"]!["ingress"]?.AsArray() ?? []).Any(rule =>
            (rule!["from"] is not JsonArray from || from.Any(peer => isPeer(peer!)))
            && (rule["ports"] is not JsonArray ports || ports.Any(one => IsPort(one!, protocol, port)))));
    }

    private bool IsPort(JsonNode admitted, string protocol, int port)
    {
        if (((string?)admitted["protocol"] ?? "TCP") != protocol)
            return false;
        if (admitted["port"] is not { } from)
            return true;
        return Resolve(from, protocol) is { } first && port >= first && port <= ((int?)admitted["endPort"] ?? first);
    }

    private int? Resolve(JsonNode reference, string protocol) =>
        reference.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? (int)reference
            : (int?)ContainerPorts().FirstOrDefault(port => (string?)port["name"] == (string)reference! && ((string?)port["protocol"] ?? "TCP") == protocol)?["containerPort"];

    private IEnumerable<JsonNode> ContainerPorts() => cluster.Pod["spec"]!["containers"]![0]!["ports"]!.AsArray().Select(port => port!);

    private static bool IsPod(JsonNode peer, JsonNode place, JsonObject labels)
    {
        if (peer["ipBlock"] is not null)
            return false;
        var isPlace = peer["namespaceSelector"] is { } selector
            ? Selects(selector, place["metadata"]!["labels"]!.AsObject())
            : (string)place["metadata"]!["name"]! == "shop";
        return isPlace && (peer["podSelector"] is not { } pods || Selects(pods, labels));
    }

    private static bool IsIn(JsonNode peer, string address) =>
        peer["ipBlock"] is { } block
        && Contains((string)block["cidr"]!, address)
        && !(block["except"]?.AsArray() ?? []).Any(except => Contains((string)except!, address));

    private static bool Selects(JsonNode selector, JsonObject labels) =>
        (selector["matchLabels"]?.AsObject() ?? []).All(label => (string?)labels[label.Key] == (string)label.Value!)
        && (selector["matchExpressions"]?.AsArray() ?? []).All(expression =>
        {
            var value = (string?)labels[(string)expression!["key"]!];
            var values = (expression["values"]?.AsArray() ?? []).Select(one => (string)one!);
            return (string)expression["operator"]! switch
            {
                "In" => value is not null && values.Contains(value),
                "NotIn" => value is null || !values.Contains(value),
                "Exists" => value is not null,
                _ => value is null,
            };
        });

    // A value that no selector names stands for all others.
    private static IEnumerable<JsonObject> AllLabels() =>
        from app in RandomCluster.Values.Append("other")
        from tier in RandomCluster.Values.Append("other")
        select Labels(("app", app), ("tier", tier));

    private static JsonObject Labels(params (string Key, string? Value)[] labels) =>
        new(labels.Where(label => label.Value is not null).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));

    private static bool HasPublicAddress(JsonObject node) => node["status"]!["addresses"]!.AsArray().Any(address => IsPublic((string)address!["address"]!));

    private static bool IsPublic(string address) => !address.StartsWith("10.", StringComparison.Ordinal) && !address.StartsWith("192.168.", StringComparison.Ordinal) && !address.StartsWith("172.16.", StringComparison.Ordinal);

    private static bool Contains(string network, string address) => IPNetwork.Parse(network).Contains(IPAddress.Parse(address));
}
