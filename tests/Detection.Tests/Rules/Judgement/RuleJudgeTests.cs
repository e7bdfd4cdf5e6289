using System.Text;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Tests.Rules.Judgement;

public sealed class RuleJudgeTests
{
    private const string Privileged = """
        - rule: Privileged pod
          desc: d
          source: k8s_audit
          condition: ka.verb=create and ka.target.resource=pods and ka.req.pod.containers.privileged intersects (true)
          output: pod %ka.target.name by %ka.user.name
          priority: ERROR
          tags: [mitre_privilege_escalation, T1610, k8s]
        - rule: Any pod
          desc: d
          source: k8s_audit
          condition: ka.target.resource=pods
          output: a pod
          priority: NOTICE
        - rule: Whisper
          desc: d
          source: k8s_audit
          condition: ka.target.resource=pods
          output: nobody hears it
          priority: INFO
        - rule: Shell
          desc: d
          condition: proc.name=sh
          output: shell %proc.cmdline %evt.num
          priority: WARNING
        """;

    private const string Event = """
        {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"1","stage":"ResponseComplete","verb":"create","user":{"username":"mira"},
         "objectRef":{"resource":"pods","namespace":"shop","name":"web-1"},"responseStatus":{"code":201},
         "requestObject":{"spec":{"containers":[{"name":"c","securityContext":{"privileged":true}}]}}}
        """;

    private readonly DetectionPipeline _pipeline = new(DetectionOptions.Default, Load(Privileged), "prod");

    [Fact]
    public void Every_rule_that_matches_the_raw_event_is_a_detection_with_its_words()
    {
        var found = _pipeline.Examine(Audit(), Encoding.UTF8.GetBytes(Event));

        Assert.Equal(["k8s_audit/Privileged pod", "k8s_audit/Any pod"], found.Select(detection => detection.Rule));
        var detection = found[0];
        Assert.Equal(("Privileged pod", Severity.High, "pod web-1 by mira"), (detection.Title, detection.Severity, detection.Output));
        Assert.Equal(["T1610", "TA0004"], detection.Techniques);
    }

    [Fact]
    public void An_event_without_its_raw_form_is_judged_by_its_facts()
    {
        var found = Assert.Single(_pipeline.Examine(Audit()));

        Assert.Equal("k8s_audit/Any pod", found.Rule);
    }

    [Fact]
    public void What_Cloud_Logging_keeps_of_a_request_is_judged_too()
    {
        const string Entry = """
            {"protoPayload":{"serviceName":"k8s.io","methodName":"io.k8s.core.v1.pods.create",
             "request":{"spec":{"containers":[{"securityContext":{"privileged":true}}]}}}}
            """;

        Assert.Contains(_pipeline.Examine(Audit(), Encoding.UTF8.GetBytes(Entry)), detection => detection.Rule == "k8s_audit/Privileged pod");
    }

    [Fact]
    public void Half_a_surrogate_pair_hides_no_request_from_the_rules()
    {
        const string Entry = """
            {"protoPayload":{"serviceName":"k8s.io","methodName":"io.k8s.core.v1.pods.create",
             "request":{"note":"\ud800","spec":{"containers":[{"securityContext":{"privileged":true}}]}}}}
            """;

        Assert.Contains(_pipeline.Examine(Audit(), Encoding.UTF8.GetBytes(Entry)), detection => detection.Rule == "k8s_audit/Privileged pod");
    }

    [Fact]
    public void Events_of_sensors_that_do_not_judge_are_judged_by_their_facts()
    {
        var found = Assert.Single(_pipeline.Examine(Shell(Severity.Unknown)));

        Assert.Equal(("syscall/Shell", "shell sh -i <NA>"), (found.Rule, found.Output));
    }

    [Fact]
    public void What_its_sensor_has_judged_is_not_judged_again()
    {
        Assert.Equal(["tetragon/process"], _pipeline.Examine(Shell(Severity.High)).Select(detection => detection.Rule));
        Assert.Equal(
            ["falco/Terminal shell in container"],
            _pipeline.Examine(SignalMaker.Falco(severity: Severity.Unknown), """{"output_fields":{"proc.name":"sh"}}"""u8.ToArray()).Select(detection => detection.Rule));
    }

    [Fact]
    public void A_sensors_health_is_no_event_to_judge() =>
        Assert.Empty(_pipeline.Examine(Shell(Severity.Unknown) with { Kind = SignalKind.SensorHealth }));

    [Fact]
    public void Long_outputs_are_cut()
    {
        var pipeline = new DetectionPipeline(DetectionOptions.Default, Load(Privileged));
        var signal = Shell(Severity.Unknown, new string('x', 5_000));

        Assert.Equal(1_024, Assert.Single(pipeline.Examine(signal)).Output!.Length);
    }

    [Fact]
    public void An_event_that_fires_nothing_costs_no_memory()
    {
        var raw = Encoding.UTF8.GetBytes(Event.Replace("pods", "configmaps", StringComparison.Ordinal));
        var signal = Audit();
        for (var i = 0; i < 100; i++)
            Assert.Empty(_pipeline.Examine(signal, raw));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            _pipeline.Examine(signal, raw);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    private static RuleLoad Load(string text)
    {
        var load = RuleLoader.Load([new RuleFile("rules.yaml", text)]);
        Assert.Empty(load.Errors);
        return load;
    }

    private static Signal Audit() =>
        SignalMaker.Audit("mira", "create pods", "shop", 201, facts: (AuditFacts.Name, "web-1"));

    private static Signal Shell(Severity severity, string command = "sh -i") => SignalMaker.Falco("process", severity) with
    {
        Sensor = SensorNames.Tetragon,
        Facts = new Dictionary<string, string> { ["proc.name"] = "sh", ["proc.cmdline"] = command, ["evt.type"] = "execve" },
    };
}
