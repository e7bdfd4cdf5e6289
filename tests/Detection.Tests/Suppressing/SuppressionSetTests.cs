using System.Text;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection.Tests.Suppressing;

public sealed class SuppressionSetTests
{
    private static readonly SubjectRef Web = new("prod", SubjectKinds.Workload, "shop/Deployment/web");

    private static readonly Suppression Any = new() { Id = "any", Reason = "r", Owner = "o", Expires = SignalMaker.Start.AddHours(1), Rule = "*" };

    [Theory]
    [InlineData("proc.name = sh", true)]
    [InlineData("proc.name = bash", false)]
    [InlineData("proc.name in (sh, bash) and not user.name = root", false)]
    [InlineData("ka.user.name = root", false)]
    public void An_expression_reads_the_event(string expression, bool hidden)
    {
        const string Alert = """{"time":"2026-06-02T09:00:00Z","rule":"r","priority":"Notice","source":"syscall","output":"o","output_fields":{"proc.name":"sh","user.name":"root"}}""";

        Assert.Equal(hidden, Hides(Any with { Expression = expression }, SignalMaker.Falco(), Encoding.UTF8.GetBytes(Alert)));
    }

    [Theory]
    [InlineData("ka.user.name = mira and ka.verb = delete", true)]
    [InlineData("ka.user.name = root", false)]
    [InlineData("proc.name = sh", false)]
    public void An_expression_reads_requests_to_the_api_server(string expression, bool hidden) =>
        Assert.Equal(hidden, Hides(Any with { Expression = expression }, SignalMaker.Audit("mira", "delete pods", "shop"), default));

    [Fact]
    public void All_that_it_says_must_fit()
    {
        var signal = SignalMaker.Falco() with { User = "root", Facts = new Dictionary<string, string> { [AuditFacts.User] = "root" } };
        var fitting = Any with { Rule = "Terminal*", Workload = "shop/web", User = "root", Node = "worker-?" };

        Assert.True(Hides(fitting, signal, default));
        Assert.False(Hides(fitting with { User = "mira" }, signal, default));
        Assert.False(Hides(fitting, SignalMaker.Falco() with { User = "root" }, default), "a container gives its accounts any name");
        Assert.False(Hides(fitting with { Node = "worker-??" }, signal, default));
        Assert.False(Hides(fitting with { Workload = "shop/api" }, signal, default));
    }

    [Fact]
    public void What_is_about_no_workload_fits_no_pattern_of_one() =>
        Assert.Null(Set(Any with { Workload = "*" }).HiddenBy(SignalMaker.Falco(), Detected, new SubjectRef("prod", SubjectKinds.Node, "worker-1"), SignalMaker.Start, []));

    [Fact]
    public void The_time_that_is_passed_in_decides_when_it_ends()
    {
        var set = Set(Any);

        Assert.NotNull(set.HiddenBy(SignalMaker.Falco(second: 7_200), Detected, Web, Any.Expires.AddTicks(-1), []));
        Assert.Null(set.HiddenBy(SignalMaker.Falco(), Detected, Web, Any.Expires, []));
    }

    [Fact]
    public void A_signal_is_hidden_where_each_of_its_detections_is()
    {
        var set = Set(Any with { Id = "one", Rule = "falco/One" }, Any with { Id = "two", Rule = "Two's title" });
        SignalDetection one = new() { Rule = "falco/One", Title = "One's title", Severity = Severity.Low };
        SignalDetection two = new() { Rule = "falco/Two", Title = "Two's title", Severity = Severity.Low };
        SignalDetection three = new() { Rule = "falco/Three", Title = "Three's title", Severity = Severity.Low };

        Assert.Equal("two", set.HiddenBy(SignalMaker.Falco(), [two, one], Web, SignalMaker.Start, [])?.Id);
        Assert.Null(set.HiddenBy(SignalMaker.Falco(), [two, three], Web, SignalMaker.Start, []));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("ingest/unexamined", true)]
    public void What_the_rules_failed_on_is_hidden_only_by_name(string? rule, bool hidden)
    {
        SignalDetection unexamined = new() { Rule = IngestRules.Unexamined, Title = "Events that the rules failed on", Severity = Severity.Medium };

        Assert.Equal(hidden, Set(Any with { Rule = rule, Workload = "shop/web" }).HiddenBy(SignalMaker.Falco(), [unexamined], Web, SignalMaker.Start, []) is not null);
    }

    [Fact]
    public void A_file_and_the_set_agree_on_what_an_expression_hides()
    {
        var collector = new IncidentCollector("prod", suppressions: [Any with { Expression = "evt.type = nothing" }]);
        collector.Add(SignalMaker.Falco());

        Assert.Single(collector.Collect(out var counts));
        Assert.Equal(0, Assert.Single(counts).Hidden);
    }

    private static readonly SignalDetection[] Detected = [new() { Rule = "falco/Terminal shell in container", Title = "Terminal shell in container", Severity = Severity.Low }];

    private static SuppressionSet Set(params Suppression[] suppressions) => new(suppressions, "prod");

    private static bool Hides(Suppression suppression, Signal signal, ReadOnlyMemory<byte> raw)
    {
        var set = Set(suppression);
        return set.HiddenBy(signal, Detected, Web, SignalMaker.Start, set.Holding(signal, raw)) is not null;
    }
}
