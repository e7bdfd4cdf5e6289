using System.Text.Json.Nodes;

namespace IncidentMesh.Detection.Tests.Posture.Exposure;

/// <summary>A small cluster with one pod that is asked about, made up from a seed.</summary>
internal sealed class RandomCluster
{
    /// <summary>Values of labels; null for no label.</summary>
    public static readonly string?[] Values = [null, "a", "b"];

    public static readonly string[] Keys = ["app", "tier"];

    public static readonly string[] Protocols = ["TCP", "UDP", "SCTP"];

    public static readonly int[] Ports = [53, 80, 443, 8080, 8443, 9000];

    private static readonly string[] Networks =
    [
        "0.0.0.0/0", "203.0.113.0/28", "203.0.113.0/29", "203.0.113.8/29", "203.0.113.4/32", "10.0.0.0/8", "10.0.0.0/28", "10.0.0.8/29", "10.0.0.3/32", "192.168.0.0/16",
    ];

    private readonly Random _random;

    public RandomCluster(int seed)
    {
        _random = new Random(seed);
        Namespaces = [Namespace("shop"), Namespace("jobs"), .. Chance(0.5) ? [Namespace("edge")] : Array.Empty<JsonObject>()];
        Pod = MakePod();
        Policies = [.. Enumerable.Range(0, _random.Next(4)).Select(Policy)];
        Services = [.. Enumerable.Range(0, _random.Next(3)).Select(Service)];
        Nodes = [Node(0), Node(1)];
    }

    public IReadOnlyList<JsonObject> Namespaces { get; }

    public JsonObject Pod { get; }

    public IReadOnlyList<JsonObject> Policies { get; }

    public IReadOnlyList<JsonObject> Services { get; }

    public IReadOnlyList<JsonObject> Nodes { get; }

    /// <summary>All of it, as a list.</summary>
    public JsonObject Document() => new()
    {
        ["kind"] = "List",
        ["apiVersion"] = "v1",
        ["items"] = new JsonArray([.. Namespaces.Concat(Policies).Concat(Services).Concat(Nodes).Append(Pod).Select(item => item.DeepClone())]),
    };

    private JsonObject Namespace(string name)
    {
        var labels = Labels();
        labels["kubernetes.io/metadata.name"] = name;
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = labels } };
    }

    private JsonObject MakePod()
    {
        var ports = new JsonArray();
        foreach (var (name, number) in new[] { ("web", 8080), ("admin", 9000) }.Where(_ => Chance(0.7)))
        {
            var port = new JsonObject { ["name"] = name, ["containerPort"] = number };
            if (Chance(0.2))
                port["protocol"] = "UDP";
            if (Chance(0.1))
                port["hostPort"] = number;
            ports.Add(port);
        }

        var spec = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "web", ["ports"] = ports }), ["nodeName"] = "node-0" };
        if (Chance(0.05))
            spec["hostNetwork"] = true;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = "web-1", ["namespace"] = "shop", ["labels"] = Labels() },
            ["spec"] = spec,
        };
    }

    private JsonObject Policy(int index)
    {
        var spec = new JsonObject { ["podSelector"] = Selector(0.5) };
        if (Chance(0.7))
            spec["ingress"] = new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ => Rule())]);
        switch (_random.Next(4))
        {
            case 0:
                spec["policyTypes"] = new JsonArray("Ingress");
                break;
            case 1:
                spec["policyTypes"] = new JsonArray("Ingress", "Egress");
                break;
            case 2 when Chance(0.4):
                spec["policyTypes"] = new JsonArray("Egress");
                break;
        }

        return new JsonObject
        {
            ["apiVersion"] = "networking.k8s.io/v1",
            ["kind"] = "NetworkPolicy",
            ["metadata"] = new JsonObject { ["name"] = $"policy-{index}", ["namespace"] = Chance(0.9) ? "shop" : "jobs" },
            ["spec"] = spec,
        };
    }

    private JsonObject Rule()
    {
        var rule = new JsonObject();
        if (Chance(0.85))
            rule["from"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Peer())]);
        if (Chance(0.6))
            rule["ports"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => PolicyPort())]);
        return rule;
    }

    private JsonObject Peer()
    {
        if (Chance(0.35))
        {
            var block = new JsonObject { ["cidr"] = Pick(Networks) };
            if (Chance(0.5))
                block["except"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(JsonNode (_) => Pick(Networks))]);
            return new JsonObject { ["ipBlock"] = block };
        }

        var peer = new JsonObject();
        if (Chance(0.6))
            peer["namespaceSelector"] = Selector(0.3);
        if (peer.Count == 0 || Chance(0.5))
            peer["podSelector"] = Selector(0.3);
        return peer;
    }

    private JsonObject PolicyPort()
    {
        var port = new JsonObject();
        if (Chance(0.6))
            port["protocol"] = Pick(Protocols);
        if (Chance(0.3))
        {
            port["port"] = Pick("web", "admin", "nothing");
        }
        else if (Chance(0.8))
        {
            port["port"] = Pick(Ports);
            if (Chance(0.3))
                port["endPort"] = 8500;
        }

        return port;
    }

    private JsonObject Service(int index)
    {
        var port = new JsonObject { ["port"] = Pick(Ports) };
        if (Chance(0.3))
            port["protocol"] = Pick(Protocols);
        if (Chance(0.4))
            port["targetPort"] = Pick("web", "admin", "nothing");
        else if (Chance(0.6))
            port["targetPort"] = Pick(Ports);
        var spec = new JsonObject { ["type"] = Pick("ClusterIP", "NodePort", "LoadBalancer", "LoadBalancer", "ExternalName"), ["ports"] = new JsonArray(port) };
        if (Chance(0.9))
            spec["selector"] = Labels();
        if (Chance(0.3))
            spec["loadBalancerSourceRanges"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(JsonNode (_) => Pick(Networks))]);
        if (Chance(0.1))
            spec["externalIPs"] = new JsonArray(Pick("203.0.113.2", "10.0.0.2"));
        if (Chance(0.5))
            spec["externalTrafficPolicy"] = Pick("Local", "Cluster");
        if ((string)spec["type"]! == "LoadBalancer" && Chance(0.3))
            spec["allocateLoadBalancerNodePorts"] = false;
        var service = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Service",
            ["metadata"] = new JsonObject { ["name"] = $"service-{index}", ["namespace"] = Chance(0.9) ? "shop" : "jobs" },
            ["spec"] = spec,
        };
        if (Chance(0.5))
        {
            var addresses = Chance(0.8) ? new JsonArray(new JsonObject { ["ip"] = Pick("203.0.113.9", "10.0.0.9") }) : [];
            service["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = addresses } };
        }
        else if (Chance(0.3))
        {
            service["metadata"]!["annotations"] = new JsonObject { ["networking.gke.io/load-balancer-type"] = "Internal" };
        }

        return service;
    }

    private JsonObject Node(int index) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Node",
        ["metadata"] = new JsonObject { ["name"] = $"node-{index}" },
        ["status"] = new JsonObject
        {
            ["addresses"] = new JsonArray(new JsonObject { ["type"] = Chance(0.3) ? "ExternalIP" : "InternalIP", ["address"] = Chance(0.3) ? $"203.0.113.{index}" : $"10.0.0.{index}" }),
        },
    };

    private JsonObject Labels()
    {
        var labels = new JsonObject();
        foreach (var key in Keys)
        {
            if (Pick(Values) is { } value)
                labels[key] = value;
        }

        return labels;
    }

    private JsonObject Selector(double empty)
    {
        var selector = new JsonObject();
        if (Chance(empty))
            return selector;
        if (Chance(0.6))
            selector["matchLabels"] = new JsonObject { [Pick(Keys)] = Pick("a", "b") };
        if (Chance(0.5))
        {
            selector["matchExpressions"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Pick("In", "NotIn", "Exists", "DoesNotExist")).Select(operation =>
            {
                var expression = new JsonObject { ["key"] = Pick(Keys), ["operator"] = operation };
                if (operation is "In" or "NotIn")
                    expression["values"] = Chance(0.5) ? new JsonArray("a") : new JsonArray("a", "b");
                return (JsonNode)expression;
            })]);
        }

        return selector;
    }

    private bool Chance(double chance) => _random.NextDouble() < chance;

    private T Pick<T>(params ReadOnlySpan<T> of) => of[_random.Next(of.Length)];
}
