using System.Text;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Events.Alerts;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language.Parsing;
using IncidentMesh.Detection.Rules.Output;

namespace IncidentMesh.Detection.Tests.Rules.Events;

public sealed class AlertEventFieldsTests
{
    private const string Alert = """
        {"hostname": "n1", "source": "syscall", "time": "2026-04-01T12:30:05.123456789Z", "output_fields": {
          "evt.time": 1775046605123456789, "evt.type": "connect", "evt.arg.flags": "O_RDONLY", "proc.name": "sh", "proc.pid": 12, "proc.tty": 0,
          "proc.aname[1]": "nginx", "proc.aname[2]": "runc", "fd.name": "10.0.0.1:4000->::1:443", "user.name": "<NA>", "container.id": null,
          "proc.is_exe_writable": true, "fd.lip": "10.0.0.1", "user.uid": 4294967295}}
        """;

    [Theory]
    [InlineData("proc.name", "sh")]
    [InlineData("proc.pid", "12")]
    [InlineData("proc.pname", "nginx")]
    [InlineData("proc.aname[2]", "runc")]
    [InlineData("proc.aname[3]", "<NA>")]
    [InlineData("proc.aname[0]", "sh")]
    [InlineData("evt.arg.flags", "O_RDONLY")]
    [InlineData("evt.arg[flags]", "O_RDONLY")]
    [InlineData("syscall.type", "connect")]
    [InlineData("evt.source", "syscall")]
    [InlineData("evt.hostname", "n1")]
    [InlineData("evt.rawtime", "1775046605123456789")]
    [InlineData("evt.time", "12:30:05.123456789")]
    [InlineData("fd.cip", "10.0.0.1")]
    [InlineData("fd.cport", "4000")]
    [InlineData("fd.sip", "::1")]
    [InlineData("fd.sport", "443")]
    [InlineData("fd.filename", "<NA>")]
    [InlineData("container.id", "<NA>")]
    [InlineData("proc.is_exe_writable", "true")]
    [InlineData("user.uid", "4294967295")]
    public void A_field_of_an_alert_reads(string field, string expected) => Assert.Equal(expected, Read(field, Alert));

    [Theory]
    [InlineData("/etc/shadow", "/etc", "shadow")]
    [InlineData("/x", "/", "x")]
    [InlineData("pipe:[1]", "<NA>", "<NA>")]
    public void A_path_tells_folder_and_name(string path, string folder, string name)
    {
        var json = """{"output_fields": {"fd.name": "PATH"}}""".Replace("PATH", path, StringComparison.Ordinal);
        Assert.Equal([folder, name], [Read("fd.directory", json), Read("fd.filename", json)]);
    }

    [Theory]
    [InlineData("fd.ip = 10.0.0.1", true)]
    [InlineData("fd.port = 443", true)]
    [InlineData("fd.port = 444", false)]
    [InlineData("fd.snet = 10.0.0.0/8", false)]
    [InlineData("fd.cnet = 10.0.0.0/8", true)]
    [InlineData("fd.net = 10.0.0.0/8", true)]
    [InlineData("proc.aname = runc", true)]
    [InlineData("proc.aname = sh", false)]
    [InlineData("container.id != host", false)]
    [InlineData("user.uid = -1", true)]
    public void Conditions_hold_over_ends_and_ancestors(string condition, bool expected)
    {
        var builder = new RuleSetBuilder();
        var check = builder.Add(EventSources.Syscall, ConditionParser.Parse(condition).Condition!);
        Assert.True(check.IsAccepted, check.Errors.FirstOrDefault()?.Message);
        var rules = builder.Build();
        var fields = new AlertEventFields(rules.Fields);
        Assert.True(fields.TryBegin(Encoding.UTF8.GetBytes(Alert), default, out _));
        var matches = new List<int>();
        rules.Match(FieldSources.Syscall, fields, rules.CreateContext(), RuleMatching.First, matches);
        Assert.Equal(expected, matches.Count == 1);
    }

    [Theory]
    [InlineData("""{"output": "x"}""")]
    [InlineData("""{"output_fields": null}""")]
    [InlineData("{")]
    public void Other_documents_are_refused(string json) =>
        Assert.False(new AlertEventFields([]).TryBegin(Encoding.UTF8.GetBytes(json), default, out _));

    [Theory]
    [InlineData("proc.name", "cat")]
    [InlineData("fd.filename", "shadow")]
    [InlineData("proc.pname", "sh")]
    [InlineData("evt.rawtime.s", "1775046605")]
    [InlineData("proc.pid", "<NA>")]
    public void A_field_of_another_sensors_signal_reads(string field, string expected)
    {
        var signal = new Signal
        {
            Id = default,
            Sensor = "tetragon",
            Time = DateTimeOffset.FromUnixTimeSeconds(1775046605),
            Rule = "x",
            Origin = SignalOrigin.None,
            Facts = new Dictionary<string, string> { ["proc.name"] = "cat", ["fd.name"] = "/etc/shadow", ["proc.aname[1]"] = "sh", ["proc.pid"] = "many" },
        };
        Assert.Equal(expected, Rendered(field, slots =>
        {
            var fields = new SignalEventFields(slots);
            fields.Begin(signal);
            return fields;
        }));
    }

    private static string Read(string field, string json) => Rendered(field, slots =>
    {
        var fields = new AlertEventFields(slots);
        Assert.True(fields.TryBegin(Encoding.UTF8.GetBytes(json), default, out var error), error);
        return fields;
    });

    private static string Rendered(string field, Func<System.Collections.Immutable.ImmutableArray<FieldReference>, IEventFields> begin)
    {
        var builder = new RuleSetBuilder();
        var template = OutputTemplate.Parse("%" + field, FieldSources.Syscall, FieldTable.Falco, builder.Slots);
        Assert.True(template.Succeeded, template.Error?.Message);
        var rules = builder.Build();
        var context = rules.CreateContext();
        context.Begin(begin(rules.Fields));
        return template.Template.Render(context);
    }
}
