using System.Text;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Events.Audit;
using IncidentMesh.Detection.Rules.Events.Audit.Readers;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language.Parsing;
using IncidentMesh.Detection.Rules.Output;

namespace IncidentMesh.Detection.Tests.Rules.Events;

public sealed class AuditEventFieldsTests
{
    private const string Pod = """
        {"kind": "Event", "auditID": "a1", "stage": "ResponseComplete", "verb": "create", "userAgent": "tool\/1 \u00e9\ud83d\ude00\ud800",
         "requestURI": "/api/v1/namespaces/shop/pods?dryRun=All&command=cat+%2Fetc&command=b", "user": {"username": "dev", "groups": ["a", "b"]},
         "impersonatedUser": {"username": "boss"}, "sourceIPs": ["10.0.0.1", "10.0.0.2"],
         "objectRef": {"resource": "pods", "namespace": "shop"}, "stageTimestamp": "2026-04-01T12:30:05.123456Z",
         "responseStatus": {"code": 201}, "responseObject": {"metadata": {"name": "web-1"}},
         "annotations": {"authorization.k8s.io/decision": "allow", "pod-security.kubernetes.io/audit-violations": "v"},
         "requestObject": {"spec": {"hostNetwork": true, "hostPID": null, "securityContext": {"runAsUser": 7, "supplementalGroups": [1, 2]},
           "containers": [
             {"name": "one", "image": "reg.example/app:1", "command": ["sh", "-c"], "ports": [{"hostPort": 80}, {"containerPort": 81}, {}],
              "securityContext": {"privileged": true, "runAsUser": 0, "capabilities": {"add": ["SYS_ADMIN", "NET_RAW"]}}},
             {"name": "two", "image": "app@sha256:00", "command": ["id"]}],
           "volumes": [{"name": "v", "hostPath": {"path": "/etc"}}, {"emptyDir": { }, "name": "w"}, {"hostPath": {"path": "/proc/1"}, "name": "x"}]}}}
        """;

    [Theory]
    [InlineData("ka.auditid", "a1")]
    [InlineData("ka.useragent", "tool/1 é😀\uFFFD")]
    [InlineData("ka.user.groups", "(a,b)")]
    [InlineData("ka.impuser.name", "boss")]
    [InlineData("ka.uri.param[command]", "cat /etc")]
    [InlineData("ka.uri.param[none]", "<NA>")]
    [InlineData("ka.sourceips", "(10.0.0.1,10.0.0.2)")]
    [InlineData("ka.sourceips[1]", "(10.0.0.2)")]
    [InlineData("ka.target.pod.name", "web-1")]
    [InlineData("ka.response.code", "201")]
    [InlineData("ka.response.reason", "<NA>")]
    [InlineData("ka.auth.decision", "allow")]
    [InlineData("ka.security.pod.violations", "v")]
    [InlineData("ka.req.pod.host_network", "true")]
    [InlineData("ka.req.pod.host_pid", "null")]
    [InlineData("ka.req.pod.host_ipc", "<NA>")]
    [InlineData("ka.req.pod.run_as_user", "7")]
    [InlineData("ka.req.pod.supplemental_groups", "(1,2)")]
    [InlineData("ka.req.pod.containers.name", "(one,two)")]
    [InlineData("ka.req.pod.containers.image", "(reg.example/app:1,app@sha256:00)")]
    [InlineData("ka.req.pod.containers.image[1]", "(app@sha256:00)")]
    [InlineData("ka.req.pod.containers.image[2]", "<NA>")]
    [InlineData("ka.req.pod.containers.image.repository", "(reg.example/app,app)")]
    [InlineData("ka.req.container.image", "reg.example/app:1")]
    [InlineData("ka.req.container.image.repository", "reg.example/app")]
    [InlineData("ka.req.pod.containers.command", "(sh,-c,id)")]
    [InlineData("ka.req.pod.containers.command[0]", "(sh,-c)")]
    [InlineData("ka.req.pod.containers.host_port", "(80,81)")]
    [InlineData("ka.req.pod.containers.privileged", "(true)")]
    [InlineData("ka.req.pod.containers.privileged[1]", "<NA>")]
    [InlineData("ka.req.container.privileged", "true")]
    [InlineData("ka.req.pod.containers.run_as_user", "(0)")]
    [InlineData("ka.req.pod.containers.eff_run_as_user", "(0,7)")]
    [InlineData("ka.req.pod.containers.eff_run_as_user[1]", "(7)")]
    [InlineData("ka.req.pod.containers.eff_run_as_user[2]", "<NA>")]
    [InlineData("ka.req.pod.containers.eff_run_as_group", "(0,0)")]
    [InlineData("ka.req.pod.containers.add_capabilities", "(SYS_ADMIN,NET_RAW)")]
    [InlineData("ka.req.pod.initContainers.image", "<NA>")]
    [InlineData("ka.req.pod.volumes.hostpath", "(/etc,/proc/1)")]
    [InlineData("ka.req.pod.volumes.hostpath[2]", "(/proc/1)")]
    [InlineData("ka.req.volume.hostpath[/etc]", "true")]
    [InlineData("ka.req.volume.hostpath[/proc*]", "true")]
    [InlineData("ka.req.volume.hostpath[/proc]", "false")]
    [InlineData("ka.req.pod.volumes.volume_type", "(hostPath,emptyDir,hostPath)")]
    [InlineData("jevt.value[/objectRef]", """{"resource":"pods","namespace":"shop"}""")]
    [InlineData("jevt.value[/requestObject/spec/volumes/1]", """{"emptyDir":{},"name":"w"}""")]
    [InlineData("jevt.value[/requestObject/spec/volumes/01/name]", "<NA>")]
    [InlineData("jevt.value[/requestObject/spec/volumes/-]", "<NA>")]
    [InlineData("jevt.value[/annotations/authorization.k8s.io~1decision]", "allow")]
    [InlineData("jevt.rawtime", "1775046605123456000")]
    [InlineData("evt.rawtime", "1775046605123456000")]
    [InlineData("jevt.time", "12:30:05.123456000")]
    [InlineData("jevt.time.iso8601", "2026-04-01T12:30:05.123456000+0000")]
    [InlineData("evt.datetime.s", "2026-04-01 12:30:05")]
    [InlineData("evt.source", "k8s_audit")]
    [InlineData("ka.cluster.name", "prod")]
    public void A_field_of_a_pods_creation_reads(string field, string expected) => Assert.Equal(expected, Read(field, Pod));

    [Theory]
    [InlineData("ka.req.binding.role", "cluster-admin")]
    [InlineData("ka.req.binding.subjects", """({"kind":"User","name":"eve"},{"kind":"ServiceAccount","name":"sa","namespace":"n"})""")]
    [InlineData("ka.req.binding.subjects.user_names", "(eve)")]
    [InlineData("ka.req.binding.subjects.group_names", "<NA>")]
    [InlineData("ka.req.binding.subjects.serviceaccount_ns_names", "(n:sa)")]
    [InlineData("ka.req.role.rules", """({"verbs":["get","*"],"resources":["pods"]},{"verbs":["list"]})""")]
    [InlineData("ka.req.role.rules.verbs", "(get,*,list)")]
    [InlineData("ka.req.role.rules.verbs[1]", "(list)")]
    [InlineData("ka.req.role.rules.apiGroups", "<NA>")]
    [InlineData("ka.req.service.ports", """([{"port":80},{"port":81}])""")]
    [InlineData("ka.req.configmap.obj", """{"a":"x\"y z"}""")]
    [InlineData("ka.req.pod.containers.image", "<NA>")]
    public void A_field_of_other_objects_reads(string field, string expected) => Assert.Equal(expected, Read(field, """
        {"auditID": "a2", "requestObject": {"roleRef": {"name": "cluster-admin"}, "data": {"a": "x\"y z"},
          "subjects": [{"kind": "User", "name": "eve"}, {"kind": "ServiceAccount", "name": "sa", "namespace": "n"}],
          "rules": [{"verbs": ["get", "*"], "resources": ["pods"]}, {"verbs": ["list"]}],
          "spec": {"ports": [{"port": 80}, {"port": 81}], "containers": [{"image": "a"}, {}]}}}
        """));

    [Theory]
    [InlineData("/x?a=1;b=2&c=3", "<NA>")]
    [InlineData("/x?c=3&d=%zz", "<NA>")]
    [InlineData("/x?%63=3&c=4", "3")]
    [InlineData("/x?c", "")]
    [InlineData("/x?b=1#c=2", "<NA>")]
    [InlineData("/x?&&c=%41+b", "A b")]
    public void Parameters_are_read_as_Go_reads_them(string uri, string expected) =>
        Assert.Equal(expected, Read("ka.uri.param[c]", $$"""{"auditID": "a", "requestURI": "{{uri}}"}"""));

    [Fact]
    public void The_whole_event_is_shown_indented() => Assert.Equal(
        "{\n  \"auditID\": \"\\u0041\",\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}",
        Read("jevt.obj", """{"auditID":"\u0041", "a": [1,{ }],"b":[ ]}"""));

    [Fact]
    public void An_event_without_an_id_has_no_fields_but_values_by_pointer()
    {
        Assert.Equal("<NA>", Read("ka.verb", """{"kind": "Event", "verb": "get"}"""));
        Assert.Equal("get", Read("jevt.value[/verb]", """{"kind": "Event", "verb": "get"}"""));
    }

    [Theory]
    [InlineData("""{"kind": 0}""")]
    [InlineData("""{"kind": "Pod", "auditID": "a"}""")]
    [InlineData("""{"verb": "get"}""")]
    [InlineData("""{"auditID": """)]
    [InlineData("[]")]
    [InlineData("")]
    public void Other_documents_are_refused(string json)
    {
        Assert.False(new AuditEventFields([]).TryBegin(Encoding.UTF8.GetBytes(json), default, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Every_audit_field_has_a_reader()
    {
        foreach (var field in FieldTable.Falco.Fields.Where(field => field.Sources == FieldSources.KubernetesAudit && field.Name.StartsWith("ka.", StringComparison.Ordinal)))
        {
            var argument = field.Argument == FieldArgumentForm.Required ? "/x" : null;
            Assert.True(field.Name == "ka.cluster.name" || AuditReaders.Of(new FieldReference(field, argument)) is not null, field.Name);
        }
    }

    [Fact]
    public void An_event_that_matches_nothing_allocates_nothing()
    {
        var builder = new RuleSetBuilder();
        foreach (var condition in (string[])["ka.verb = create and ka.req.pod.containers.image intersects (x)", "ka.useragent contains zz and jevt.rawtime exists",
            "jevt.rawtime = 0 or jevt.obj = x or ka.uri.param[command] = x", "ka.req.pod.containers.eff_run_as_user intersects (9) or jevt.value[/objectRef] = x"])
            Assert.True(builder.Add(EventSources.KubernetesAudit, ConditionParser.Parse(condition).Condition!).IsAccepted);
        var rules = builder.Build();
        var (fields, context, matches, json) = (new AuditEventFields(rules.Fields), rules.CreateContext(), new List<int>(), Encoding.UTF8.GetBytes(Pod));
        for (var i = 0; i < 100; i++)
            Match();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Match();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(matches);

        void Match()
        {
            fields.TryBegin(json, default, out _);
            rules.Match(FieldSources.KubernetesAudit, fields, context, RuleMatching.All, matches);
        }
    }

    private static string Read(string field, string json)
    {
        var builder = new RuleSetBuilder();
        var template = OutputTemplate.Parse("%" + field, FieldSources.KubernetesAudit, FieldTable.Falco, builder.Slots);
        Assert.True(template.Succeeded, template.Error?.Message);
        var rules = builder.Build();
        var fields = new AuditEventFields(rules.Fields, "prod");
        Assert.True(fields.TryBegin(Encoding.UTF8.GetBytes(json), default, out var error), error);
        var context = rules.CreateContext();
        context.Begin(fields);
        return template.Template.Render(context);
    }
}
