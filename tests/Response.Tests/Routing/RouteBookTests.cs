using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Response.Routing;

namespace IncidentMesh.Response.Tests.Routing;

public sealed class RouteBookTests
{
    private static readonly DateTimeOffset TuesdayAtTen = new(2026, 5, 5, 10, 0, 0, TimeSpan.Zero);

    private static readonly NotifierTarget[] Notifiers =
    [
        new(EffectKinds.SlackIncident, Severity.Medium),
        new(EffectKinds.SlackIncident, Severity.Medium, "payments"),
        new(EffectKinds.SlackIncident, Severity.Medium, "eu"),
        new(EffectKinds.PagerDutyIncident, Severity.High),
        new(EffectKinds.PagerDutyIncident, Severity.High, "payments-oncall"),
    ];

    private static readonly NotifierTarget[] WithMail =
    [
        .. Notifiers, new(EffectKinds.EmailIncident, Severity.Medium), new(EffectKinds.EmailIncident, Severity.Medium, "sec"),
        new(EffectKinds.EmailIncident, Severity.Medium, NotifierTarget.AnyAddress + "example.com"),
    ];

    private static readonly RoutingOptions Options = new()
    {
        Default = "slack",
        Clusters = new Dictionary<string, string> { ["prod-eu"] = "slack:#eu" },
        Routes = new Dictionary<string, string> { ["payments"] = "slack:#payments,pagerduty:payments-oncall" },
        Owners = new Dictionary<string, string> { ["team-payments"] = "slack:#payments" },
    };

    [Fact]
    public void The_workloads_annotation_comes_first() =>
        Assert.Equal(["slack:payments"], Told(
            Workload("slack:#payments"), new ContextSign(ContextPlace.WorkloadLabel, RouteBook.NotifyKey, "payments"), Namespace("pagerduty:payments-oncall")));

    [Fact]
    public void Then_the_workloads_label_which_names_a_route() =>
        Assert.Equal(["slack:payments", "pagerduty:payments-oncall"], Told(
            new ContextSign(ContextPlace.WorkloadLabel, RouteBook.NotifyKey, "payments"), Namespace("slack")));

    [Fact]
    public void Then_the_namespaces_annotation() => Assert.Equal(["pagerduty:payments-oncall"], Told(Namespace("pagerduty:payments-oncall")));

    [Fact]
    public void Then_the_clusters_default_then_the_global_one()
    {
        Assert.Equal(["slack:eu"], Told());
        Assert.Equal(["slack"], Decide(Ask(cluster: "elsewhere")).Decision.Targets);
    }

    [Fact]
    public void Then_every_notifiers_own_target_from_its_severity_on()
    {
        Assert.Equal(["slack", "pagerduty"], new RouteBook(RoutingOptions.None, Notifiers).Decide(Ask()).Decision.Targets);
        Assert.Equal(["slack"], new RouteBook(RoutingOptions.None, Notifiers).Decide(Ask(severity: Severity.Medium)).Decision.Targets);
    }

    [Fact]
    public void An_owner_stands_for_a_route_where_nobody_is_named() =>
        Assert.Equal(["slack:payments"], Told(new ContextSign(ContextPlace.NamespaceAnnotation, RouteBook.OwnerKey, "team-payments")));

    [Theory]
    [InlineData("slack:#paymnts", "slack:#paymnts is not configured; there are slack, slack:payments, slack:eu.")]
    [InlineData("paymnts", "There is no route paymnts; there are payments.")]
    [InlineData("sms:+123", "sms:+123 is of no kind that there is: slack, pagerduty, email.")]
    [InlineData("email:sec@example.com", "email:sec@example.com is not configured.")]
    public void A_name_that_does_not_resolve_is_reported_and_falls_through(string text, string problem)
    {
        var decision = Decide(Ask(signs: Workload(text))).Decision;

        Assert.Equal(["slack:eu"], decision.Targets);
        Assert.Equal([$"The annotation incidentmesh.io/notify of the workload: {problem}"], decision.Problems);
    }

    [Theory]
    [InlineData("email", "email")]
    [InlineData("email:sec", "email:sec")]
    [InlineData("email:sec@example.com", "email:sec@example.com")]
    [InlineData("EMAIL:Sec@Example.com", "email:sec@example.com")]
    [InlineData("slack,pagerduty,email:sec@example.com", "slack,pagerduty,email:sec@example.com")]
    public void Every_kind_of_target_is_routable(string text, string told) =>
        Assert.Equal(told.Split(','), new RouteBook(Options, WithMail).Decide(Ask(signs: Workload(text))).Decision.Targets);

    [Theory]
    [InlineData("email:sec@evil.example")]
    [InlineData("email:sec@sub.example.com")]
    [InlineData("email:*@example.com")]
    [InlineData("email:@example.com")]
    [InlineData("email:a@evil.example@example.com")]
    public void An_address_of_no_domain_that_is_set_is_reported_and_falls_through(string text)
    {
        var decision = new RouteBook(Options, WithMail).Decide(Ask(signs: Workload(text))).Decision;

        Assert.Equal(["slack:eu"], decision.Targets);
        Assert.Contains($"{text} is not configured; there are email, email:sec, email:*@example.com.", Assert.Single(decision.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_is_found_again_by_what_an_incident_keeps_of_it() => Assert.All(
        [.. Notifiers, .. WithMail[..^1], new NotifierTarget(EffectKinds.EmailIncident, Severity.Medium, "sec@example.com")],
        target => Assert.Equal(target, WithMail.Select(one => one.OfKey(target.Key)).FirstOrDefault(one => one is not null)));

    [Fact]
    public void One_that_resolves_is_told_and_the_one_beside_it_falls_through() =>
        Assert.Equal(["slack:payments", "slack:eu"], Told(Workload("slack:#payments,pagerduty:typo")));

    [Fact]
    public void An_owner_without_a_route_is_reported()
    {
        var decision = Decide(Ask(signs: new ContextSign(ContextPlace.WorkloadAnnotation, RouteBook.OwnerKey, "nobody"))).Decision;

        Assert.Equal(["slack:eu"], decision.Targets);
        Assert.Equal(["The annotation incidentmesh.io/owner of the workload: Owner nobody has no route (Routing:Owners)."], decision.Problems);
    }

    [Theory]
    [InlineData(Severity.Critical, "pagerduty:payments-oncall")]
    [InlineData(Severity.High, "slack:eu")]
    public void A_target_may_want_a_severity(Severity severity, string told) =>
        Assert.Equal([told], Decide(Ask(severity: severity, signs: Workload("pagerduty:payments-oncall;severity=critical"))).Decision.Targets);

    [Theory]
    [InlineData("2026-05-05T10:00Z", "slack:payments")] // Tuesday
    [InlineData("2026-05-05T18:00Z", "slack:eu")]
    [InlineData("2026-05-09T10:00Z", "slack:eu")] // Saturday
    public void A_target_may_have_hours(string time, string told) =>
        Assert.Equal([told], Decide(Ask(time: DateTimeOffset.Parse(time, null), signs: Workload("slack:#payments;hours=09:00-18:00;days=mon-fri"))).Decision.Targets);

    [Theory]
    [InlineData("2026-05-08T23:00Z", true)] // Friday night
    [InlineData("2026-05-09T05:59Z", true)]
    [InlineData("2026-05-09T06:00Z", false)]
    [InlineData("2026-05-09T23:00Z", false)]
    public void A_night_belongs_to_the_day_on_which_it_begins(string time, bool isTold) =>
        Assert.Equal(isTold, Decide(Ask(time: DateTimeOffset.Parse(time, null), signs: Workload("slack:#payments;hours=22:00-06:00;days=mon-fri"))).Decision.Targets.Contains("slack:payments"));

    [Fact]
    public void Hours_are_those_of_their_zone()
    {
        var signs = Workload("slack:#payments;hours=09:00-18:00;zone=Asia/Tokyo");

        Assert.Equal(["slack:eu"], Decide(Ask(time: TuesdayAtTen, signs: signs)).Decision.Targets);
        Assert.Equal(["slack:payments"], Decide(Ask(time: TuesdayAtTen.AddHours(-8), signs: signs)).Decision.Targets);
    }

    [Fact]
    public void A_condition_that_is_not_understood_does_not_count_and_is_reported()
    {
        var decision = Decide(Ask(signs: Workload("slack:#payments;hours=nine"))).Decision;

        Assert.Equal(["slack:payments"], decision.Targets);
        Assert.StartsWith("The annotation incidentmesh.io/notify of the workload: The condition 'hours=nine' of slack:#payments is not understood", Assert.Single(decision.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void The_decision_is_told_step_by_step()
    {
        var steps = Decide(Ask(signs: [Workload("slack:#paymnts"), Namespace("slack:#payments")])).Decision.Steps;

        Assert.Equal(
            [
                "annotation incidentmesh.io/notify of the workload", "annotation incidentmesh.io/owner of the workload",
                "label incidentmesh.io/notify of the workload", "label incidentmesh.io/owner of the workload",
                "annotation incidentmesh.io/notify of the namespace",
            ],
            steps.Select(static step => step.Place));
        Assert.Equal(["slack:#paymnts is not configured; there are slack, slack:payments, slack:eu.", "Nobody is left: it falls through."], steps[0].Findings);
        Assert.Null(steps[1].Text);
        Assert.Equal(["slack:payments is told.", "That decides it."], steps[^1].Findings);
    }

    [Fact]
    public void Whatever_an_annotation_says_somebody_is_told() => CsCheck.Check.Sample(
        CsCheck.Gen.OneOf(CsCheck.Gen.String, CsCheck.Gen.String["slack:#paymentsdeuroncl,;=0189- "]),
        static text => Assert.NotEmpty(Decide(Ask(severity: Severity.Fatal, signs: Workload(text))).Decision.Targets));

    [Fact]
    public void Settings_that_name_what_there_is_not_are_found() =>
        Assert.Equal(
            [
                "Routing:TimeZone is 'Mars/Olympus': it must be an IANA name such as Europe/Berlin.",
                "Routing:Clusters:x: slack:#nowhere is not configured; there are slack, slack:payments, slack:eu.",
                "Routing:Routes:r: slakc names no target: write kind:name, such as slack:#payments.",
            ],
            new RouteBook(
                new RoutingOptions
                {
                    TimeZone = "Mars/Olympus",
                    Clusters = new Dictionary<string, string> { ["x"] = "slack:#nowhere" },
                    Routes = new Dictionary<string, string> { ["r"] = "slakc" },
                },
                Notifiers).Problems());

    private static ContextSign Workload(string text) => new(ContextPlace.WorkloadAnnotation, RouteBook.NotifyKey, text);

    private static ContextSign Namespace(string text) => new(ContextPlace.NamespaceAnnotation, RouteBook.NotifyKey, text);

    private static IReadOnlyList<string> Told(params ContextSign[] signs) => Decide(Ask(signs: signs)).Decision.Targets;

    private static RouteQuestion Ask(string cluster = "prod-eu", Severity severity = Severity.High, DateTimeOffset? time = null, params ContextSign[] signs) =>
        new(cluster, signs, severity, time ?? TuesdayAtTen);

    private static (IReadOnlyList<NotifierTarget> Targets, RouteDecision Decision) Decide(RouteQuestion question) => new RouteBook(Options, Notifiers).Decide(question);
}
