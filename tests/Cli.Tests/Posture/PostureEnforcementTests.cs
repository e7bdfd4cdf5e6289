namespace IncidentMesh.Cli.Tests.Posture;

public sealed class PostureEnforcementTests : IDisposable
{
    private const string Cluster = """
        {"kind":"List","items":[
          {"kind":"Namespace","metadata":{"name":"shop","labels":{"pod-security.kubernetes.io/enforce":"baseline"}}},
          {"kind":"Pod","metadata":{"name":"web","namespace":"shop"},"spec":{"containers":[{"name":"c"}]}},
          {"kind":"Pod","metadata":{"name":"agent","namespace":"ops"},"spec":{"hostPID":true,"containers":[{"name":"c"}]}}]}
        """;

    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task Namespaces_tells_what_would_break_where()
    {
        var finished = await Run("posture", "namespaces", _files.Write("cluster.json", Cluster));

        Assert.Equal(0, finished.ExitCode);
        Assert.Equal("2 namespaces, 2 workloads, 2 pods, 0 unread\n", finished.Error);
        var shop = System.Text.Json.JsonDocument.Parse(finished.Output.Split('\n')[1]).RootElement;
        Assert.Equal(("shop", "baseline", "baseline"), (shop.GetProperty("namespace").GetString(), shop.GetProperty("enforced").GetString(), shop.GetProperty("holds").GetString()));
        var one = Assert.Single(shop.GetProperty("breaks").EnumerateArray());
        Assert.Equal(("restricted", "Pod/web", 1), (one.GetProperty("level").GetString(), one.GetProperty("workload").GetString(), one.GetProperty("pods").GetInt32()));
        Assert.Contains("host namespaces", (await Run("posture", "namespaces", Path.Combine(_files.Folder, "cluster.json"), "-o", "table")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suggest_prints_namespaces_to_apply()
    {
        var finished = await Run("posture", "namespaces", _files.Write("cluster.json", Cluster), "--suggest", "--version", "v1.30");

        Assert.Equal(
            """
            ---
            apiVersion: v1
            kind: Namespace
            metadata:
              name: ops
              labels:
                pod-security.kubernetes.io/audit: baseline
                pod-security.kubernetes.io/audit-version: v1.30
                pod-security.kubernetes.io/enforce: privileged
                pod-security.kubernetes.io/enforce-version: v1.30
                pod-security.kubernetes.io/warn: baseline
                pod-security.kubernetes.io/warn-version: v1.30
            """,
            finished.Output[..finished.Output.IndexOf("\n---", StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task Policy_writes_a_policy_and_its_binding()
    {
        var finished = (await Run("posture", "policy", "--level", "baseline", "--checks", "privileged,hostNamespaces", "--action", "Deny", "--action", "Audit", "-n", "shop")).Ok();

        var documents = finished.Output.Split("---\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, documents.Length);
        Assert.Contains("kind: ValidatingAdmissionPolicy\n", documents[0], StringComparison.Ordinal);
        Assert.Contains("violates hostNamespaces of the Pod Security Standards", documents[0], StringComparison.Ordinal);
        Assert.DoesNotContain("violates hostPorts", documents[0], StringComparison.Ordinal);
        Assert.Contains("kind: ValidatingAdmissionPolicyBinding\n", documents[1], StringComparison.Ordinal);
        Assert.Contains("  validationActions:\n  - Deny\n  - Audit\n", documents[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--level privileged", "--level privileged allows everything")]
    [InlineData("--checks runAsNonRoot", "--checks: there is no 'runAsNonRoot' in baseline, latest; there are appArmorProfile, ")]
    [InlineData("--version v1.18", "--version must be v1.19 or later")]
    [InlineData("--action Deny --action Warn", "--action Deny and Warn exclude each other")]
    [InlineData("--name Policy!", "'Policy!' is no name that Kubernetes allows.")]
    public async Task A_policy_that_cannot_be_is_a_wrong_command_line(string options, string sentence) =>
        (await Run(["posture", "policy", .. options.Split(' ')])).Failed(ExitCodes.Usage, sentence);

    [Fact]
    public async Task Check_judges_by_a_PodSecurityPolicy()
    {
        var pods = _files.Write("cluster.json", Cluster);
        var policy = _files.Write("policy.yaml", "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: nodes}\nspec: {hostPID: true, volumes: ['*']}\n");

        var own = await Run("posture", "check", pods, "--psp", policy);
        Assert.Equal(0, own.ExitCode);
        Assert.Contains("\"level\":\"PodSecurityPolicy nodes\",\"version\":\"policy/v1beta1\",\"allowed\":true", own.Output, StringComparison.Ordinal);

        var ours = await Run("posture", "check", pods, "--pod-security-policy", "restricted");
        Assert.Equal(1, ours.ExitCode);
        Assert.Contains("psp.hostPID", ours.Output, StringComparison.Ordinal);

        (await Run("posture", "check", pods, "--psp", pods)).Failed(1, "it has no PodSecurityPolicy: pods are judged by one.");
    }

    [Fact]
    public async Task Isolation_tells_what_holds_pods_and_what_to_run_in_a_sandbox()
    {
        var runtime = _files.Write("runtime.yaml", "apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: gvisor}\nhandler: runsc\n");

        var finished = await Run("posture", "isolation", _files.Write("cluster.json", Cluster), runtime, "--exposed");

        Assert.Equal(0, finished.ExitCode);
        Assert.Equal("2 pods and templates, 2 to be sandboxed, 0 unread\n", finished.Error);
        var lines = finished.Output.Split('\n');
        Assert.Equal(
            """{"pod":"web","namespace":"shop","kind":"Pod","sandbox":"none","runtimeClass":null,"handler":null,"userNamespace":false,"seccomp":"node default","appArmor":"node default","seLinuxTypes":[],"blindSensors":[],"advice":{"reasons":["strangers can reach it","it may run as the node's root"],"obstacles":[],"runtimeClass":"gvisor","nodes":null,"patch":{"spec":{"runtimeClassName":"gvisor"}}}}""",
            lines[0]);
        Assert.Contains("\"obstacles\":[\"hostPID: it wants the node's processes\"]", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kernel_modules_writes_the_guard_and_tells_which_nodes_have_it()
    {
        var written = (await Run("posture", "kernel-modules", "--except", "sctp,can", "-n", "ops")).Ok().Output;
        Assert.Contains("  incidentmesh-deny.conf: |\n    # a transport protocol nobody uses; root for local users by CVE-2017-6074\n    install dccp /bin/false\n", written, StringComparison.Ordinal);
        Assert.DoesNotContain("sctp", written, StringComparison.Ordinal);
        Assert.Equal(2, written.Split("namespace: ops\n").Length - 1);

        var reviewed = await Run("posture", "kernel-modules", _files.Write("nodes.json", """{"kind":"Pod","metadata":{"name":"web","namespace":"shop"},"spec":{"nodeName":"n1"}}"""));
        reviewed.Failed(1, "1 nodes, 1 not guarded, 0 unread\n");
        Assert.Equal("""{"node":"n1","guard":"missing","mayLoad":["shop/web"],"loaded":[]}""" + "\n", reviewed.Output);

        (await Run("posture", "kernel-modules", _files.Write("none.json", """{"kind":"Pod","metadata":{"name":"web"},"spec":{}}""")))
            .Failed(ExitCodes.Failed, "There are no nodes in these files, and no pods on any: take both with 'kubectl get nodes,pods -A -o json'.");
        (await Run("posture", "kernel-modules", "--except", "ext4")).Failed(ExitCodes.Usage, "--except: 'ext4' is not denied; denied are dccp, sctp, ");
    }

    [Fact]
    public async Task Kernel_modules_tells_from_sensors_events_who_had_one_loaded()
    {
        var events = _files.Write("events.ndjson",
            """
            {"time":"2026-03-01T12:00:00Z","rule":"Module tool","priority":"Warning","output":"x","output_fields":{"evt.type":"execve","proc.name":"modprobe","proc.cmdline":"modprobe sctp","k8s.node.name":"n1","k8s.ns.name":"shop","k8s.pod.name":"web"}}
            {"time":"2026-03-01T12:05:00Z","rule":"Module tool","priority":"Warning","output":"x","output_fields":{"evt.type":"execve","proc.name":"modprobe","proc.cmdline":"modprobe sctp","k8s.node.name":"n1","k8s.ns.name":"shop","k8s.pod.name":"web"}}
            {"time":"2026-03-01T12:06:00Z","rule":"Module tool","priority":"Warning","output":"x","output_fields":{"evt.type":"execve","proc.name":"modprobe","proc.cmdline":"modprobe nf_tables","k8s.node.name":"n2"}}
            """);
        var nodes = _files.Write("nodes.json", """{"kind":"List","items":[{"kind":"Node","metadata":{"name":"n1"}},{"kind":"Node","metadata":{"name":"n2"}}]}""");

        var reviewed = await Run("posture", "kernel-modules", nodes, "--events", events);

        Assert.Equal(
            """
            {"node":"n1","guard":"missing","mayLoad":[],"loaded":[{"module":"sctp","firstSeen":"2026-03-01T12:00:00Z","lastSeen":"2026-03-01T12:05:00Z","count":2,"by":"modprobe sctp","pod":"shop/web","sensor":"falco"}]}
            {"node":"n2","guard":"missing","mayLoad":[],"loaded":[]}

            """,
            reviewed.Output);
        Assert.Contains("sctp by shop/web (modprobe sctp)", (await Run("posture", "kernel-modules", "--events", events, "-o", "table")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"process_kprobe":{"process":{"binary":"/usr/bin/python3","pod":{"namespace":"shop","name":"web","container":{"id":"containerd://aa"}}},"function_name":"security_kernel_module_request","args":[{"string_arg":"net-pf-10-proto-132-type-1"}]},"node_name":"n1","time":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"process_kprobe":{"process":{"binary":"/usr/bin/python3","pod":{"namespace":"shop","name":"web","container":{"id":"containerd://aa"}}},"function_name":"do_init_module","args":[{"module_arg":{"name":"sctp"}}]},"node_name":"n1","time":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"timestamp":1772366400000000000,"processName":"python3","hostName":"n1","eventId":"770","eventName":"module_load","kubernetes":{"podName":"web","podNamespace":"shop"},"args":[{"name":"name","type":"const char*","value":"sctp"}]}""")]
    public async Task Kernel_modules_reads_the_events_of_other_sensors(string json)
    {
        var pods = _files.Write("pods.json", """{"kind":"Pod","metadata":{"name":"web","namespace":"shop"},"spec":{"nodeName":"n1"}}""");
        var reviewed = await Run("posture", "kernel-modules", pods, "--events", _files.Write("events.ndjson", json + "\n"));

        var loaded = reviewed.Json.GetProperty("loaded")[0];
        Assert.Equal(("sctp", "shop/web"), (loaded.GetProperty("module").GetString(), loaded.GetProperty("pod").GetString()));
        Assert.Equal("n1", reviewed.Json.GetProperty("node").GetString());
    }

    [Fact]
    public async Task The_samples_are_judged_as_their_guide_says()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "samples", "posture");

        var finished = await Run("posture", "check", folder, "--level", "restricted", "--version", "v1.34");

        Assert.Equal("5 pods and templates, 4 refused, 0 unread\n", finished.Error);
        Assert.Equal("3 pods and templates, 1 refused, 0 unread\n", (await Run("posture", "check", Path.Combine(folder, "web-shop.yaml"))).Error);
    }

    public void Dispose() => _files.Dispose();

    private static Task<Finished> Run(params string[] args) => new Terminal().RunAsync(args);
}
