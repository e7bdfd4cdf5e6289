using System.CommandLine;

namespace IncidentMesh.Cli.Tests;

/// <summary>One way to call each command that asks a server, what it must ask for, and what people must get to see.</summary>
/// <param name="Line">Its arguments.</param>
/// <param name="Request">Method and path below <c>/api/v1/</c> of its last request.</param>
/// <param name="Body">JSON that is sent; null for none.</param>
/// <param name="Shown">Parts of the table.</param>
internal sealed record OnlineCommand(string Line, string Request, string? Body, params string[] Shown)
{
    private const string Incident = FakeApi.IncidentId;

    public static readonly IReadOnlyList<OnlineCommand> All =
    [
        new("incidents list", "GET incidents?limit=50", null, Incident, "critical", "2026-03-01 12:10:00Z", "17 signals hidden by 2 suppressions, 1 of which expires within a day."),
        new("incidents list --verdict falsePositive", "GET incidents?verdict=falsePositive&limit=50", null, Incident),
        new($"incidents show {Incident}", $"GET incidents/{Incident}", null, "Terminal shell in container", "T1059", "web-7 ran /usr/bin/curl 7 times", "1.608E+06", "from 61 to 95 by what is not known", "Close it to the Internet."),
        new($"incidents timeline {Incident}", $"GET incidents/{Incident}/timeline?limit=500", null, "A plan was proposed."),
        new($"incidents events {Incident}", $"GET incidents/{Incident}/events?limit=50", null, "prod-eu/falco 4711/1"),
        new($"incidents ack {Incident}", $"POST incidents/{Incident}/acknowledge", null, "is acknowledged"),
        new($"incidents assign {Incident} bob", $"POST incidents/{Incident}/assign", """{"assignee":"bob"}""", "assigned to bob"),
        new($"incidents comment {Incident} @here", $"POST incidents/{Incident}/comments", """{"text":"@here"}""", Incident),
        new($"incidents resolve {Incident} -r over", $"POST incidents/{Incident}/resolve", """{"reason":"over"}""", "is resolved"),
        new($"incidents resolve {Incident} -r over --verdict benign", $"POST incidents/{Incident}/resolve", """{"reason":"over","verdict":"benign"}""",
            "is resolved, benign", "incidentmesh replicas expect prod-eu shop/Deployment/web --feature PATTERN"),
        new($"incidents judge {Incident} falsePositive -r noise", $"POST incidents/{Incident}/verdict", """{"verdict":"falsePositive","reason":"noise"}""", "is resolved, false positive"),
        new($"incidents reopen {Incident} -r again", $"POST incidents/{Incident}/reopen", """{"reason":"again"}""", "is open"),
        new($"incidents close {Incident}", $"POST incidents/{Incident}/close", null, "is closed"),
        new($"plans show {Incident}", $"GET incidents/{Incident}", null, "serves nobody", "Remember the replicas."),
        new($"plans evidence {Incident} --plan plan-1", $"GET incidents/{Incident}/plan/plan-1/evidence", null, "pods/web-1/app.log (its end)", "Missing: pods/web-1/events.json"),
        new($"plans propose {Incident} -r less --action quarantine --pod web-1 --pod web-2", $"POST incidents/{Incident}/plan", """{"reason":"less","action":"quarantine","pods":["web-1","web-2"]}""", "proposed", "serves nobody"),
        new($"plans propose {Incident} -r again", $"POST incidents/{Incident}/plan", """{"reason":"again"}""", "proposed", "serves nobody"),
        new($"plans approve {Incident} --yes", $"POST incidents/{Incident}/plan/plan-1/approve", $$"""{"hash":"{{FakeApi.Hash}}"}""", "is executing"),
        new($"plans reject {Incident} -r drill", $"POST incidents/{Incident}/plan/plan-1/reject", """{"reason":"drill"}""", "is rejected"),
        new($"plans undo {Incident} -r fixed --yes", $"POST incidents/{Incident}/plan/plan-1/undo", """{"reason":"fixed"}""", "is undoing"),
        new("clusters list", "GET clusters", null, "prod-eu", "observe", "Production, Europe"),
        new("clusters show prod-eu", "GET clusters/prod-eu", null, "12 pods of 3 workloads", "v1.31.4", "networkpolicies cannot be read"),
        new("inventory list --cluster prod-eu", "GET clusters/prod-eu/inventory", null, "NetworkPolicy", "networking.k8s.io", "unreadable", "2026-03-01 12:10:00Z"),
        new("inventory list NetworkPolicy --cluster prod-eu --namespace shop", "GET clusters/prod-eu/inventory/NetworkPolicy?limit=50&namespace=shop", null,
            "deny-all", "Application/shop", "1 networkpolicies as of 2026-03-01 12:10:00Z: prod-eu does not let us"),
        new("inventory show NetworkPolicy/shop/deny-all --cluster prod-eu", "GET clusters/prod-eu/inventory/NetworkPolicy/shop/deny-all", null, "podSelector", "as of 2026-03-01 12:10:00Z"),
        new("posture workload deploy/web -n shop --cluster prod-eu", "GET clusters/prod-eu/posture/shop/Deployment/web", null,
            "shop/Deployment/web", "2026-03-01 12:10:00Z", "internet by LoadBalancer", "Service shop/web has a load balancer", "namespace, at most cluster", "production, by label env=prod", "no sandbox, seccomp node default"),
        new("reach deployment/web -n shop --cluster prod-eu", "GET clusters/prod-eu/posture/shop/deployment/web", null, "account-token", "read-secrets", "Nodes are not known"),
        new("vulnerabilities rank --cluster prod-eu --namespace shop -n 7", "GET clusters/prod-eu/vulnerabilities?namespace=shop&limit=7", null,
            "CVE-2026-1", "critical", "9.8", "openssl 3.0.1", "shop/Deployment/web and 1 more", "internet", "and 41 more, of which a server keeps the worst 20 of each image: narrow it by --namespace.", "As of 2026-03-01 12:10:00Z."),
        new("clusters ingest prod-eu", "GET clusters/prod-eu/ingest", null, "30000"),
        new("clusters components prod-eu", "GET clusters/prod-eu/components", null, "2026-03-01 12:10:00Z", "It was not reached", "kubelet v1.30.2 (3)", "CVE-2026-1", "CVE-2026-2", "inc-aaaaaaaaaaaa"),
        new("clusters kernel-modules prod-eu", "GET clusters/prod-eu/kernel-modules", null, "sctp", "2026-03-01 12:10:00Z", "shop/web-1", "tetragon"),
        new("rules replay Shell --cluster prod-eu --hours 48", "POST clusters/prod-eu/replay", """{"hours":48,"rule":"Shell"}""", "workload shop/Deployment/web", "a shell by mira", "2026-03-01 12:10:00Z", "4,096 events"),
        new("clusters add prod-us --adapter none", "POST clusters", """{"id":"prod-us","displayName":null,"adapter":"none","kubeconfigPath":null,"context":null,"mode":"observe"}""", "prod-us"),
        new("clusters mode prod-eu automatic --reason tested", "POST clusters/prod-eu/mode", """{"mode":"automatic","reason":"tested"}""", "automatic"),
        new("clusters halt prod-eu -r wrong", "POST clusters/prod-eu/halt", """{"reason":"wrong"}""", "halted in prod-eu by user:alice", "wrong"),
        new("clusters resume --all -r right", "POST halts/everywhere/lift", """{"reason":"right"}""", "Response goes on"),
        new("clusters key create prod-eu --name falco --format falco --valid-for-days 90", "POST clusters/prod-eu/keys", """{"name":"falco","format":"falco","validForDays":90}""", FakeApi.NewSecret, "shown this once"),
        new("clusters key list prod-eu", "GET clusters/prod-eu/keys", null, "key-1", "all", "falco"),
        new("clusters key revoke prod-eu key-1", "DELETE clusters/prod-eu/keys/key-1", null, "Key key-1 is revoked."),
        new("route explain --cluster prod-eu --workload shop/Deployment/web --severity critical", "GET clusters/prod-eu/route?workload=shop/Deployment/web&severity=critical", null, "1. annotation incidentmesh.io/notify of the workload: 'slack:#payments'", "That decides it.", "Told: slack:payments"),
        new("suppressions list prod-eu", "GET clusters/prod-eu/suppressions", null, "sup-1", "2026-03-01 12:10:00Z", "rule Package*, workload ci/*", "team-ci"),
        new("suppressions add prod-eu --rule Package* --reason builds --owner team-ci --expires 2026-12-31", "POST clusters/prod-eu/suppressions", """{"reason":"builds","owner":"team-ci","expires":"2026-12-31","rule":"Package*","workload":null,"user":null,"node":null,"expression":null}""", "sup-1 hides rule Package*, workload ci/* until 2026-12-31 00:00:00Z"),
        new("suppressions remove prod-eu sup-1", "DELETE clusters/prod-eu/suppressions/sup-1", null, "sup-1 is removed."),
        new("replicas show prod-eu shop/Deployment/web", "GET clusters/prod-eu/comparisons/shop/Deployment/web", null, "1440 minutes, through 2026-03-01 12:10:00Z", "web-7 ran /usr/bin/curl 7 times", "7 in 180 s", "0 in 1.44E+05 s", "exp-1", "3 found, of the last 20; 1 of them judged false alarms, 1 not judged"),
        new("replicas expect prod-eu shop/Deployment/web --feature exec|/usr/bin/curl --reason canary --expires 2026-12-31", "POST clusters/prod-eu/comparisons/shop/Deployment/web/expectations", """{"feature":"exec|/usr/bin/curl","replica":null,"reason":"canary","expires":"2026-12-31"}""", "exp-1: exec|/usr/bin/curl is expected of web-7 until 2026-12-31 00:00:00Z"),
        new("replicas unexpect prod-eu shop/Deployment/web exp-1", "DELETE clusters/prod-eu/comparisons/shop/Deployment/web/expectations/exp-1", null, "exp-1 is removed."),
        new("dead-letters list prod-eu", "GET clusters/prod-eu/dead-letters?limit=50", null, "dl-1", "the line is no JSON.", "17 more had to go"),
        new("dead-letters show prod-eu dl-1", "GET clusters/prod-eu/dead-letters/dl-1", null, "as falco, line 3", "{\"rule\":"),
        new("dead-letters resend prod-eu dl-1", "POST clusters/prod-eu/dead-letters/dl-1/send-again", null, "3 events accepted in prod-eu/falco at 4711."),
        new("dead-letters remove prod-eu dl-1", "DELETE clusters/prod-eu/dead-letters/dl-1", null, "dl-1 is removed."),
        new("dead-letters effects", "GET outbox/dead-letters?limit=50", null, "403 Forbidden", "kubernetes/scale"),
        new($"dead-letters retry incident {Incident} scale", "POST outbox/dead-letters/requeue", $$$"""{"owner":{"kind":"incident","id":"{{{Incident}}}"},"effect":"scale"}""", "scale is tried again."),
        new("audit list --cluster prod-eu", "GET audit?cluster=prod-eu&order=newest&limit=100", null, "plan.approve", "token:alice"),
        new("audit verify", "GET audit/verify", null, "345 records in 12 chains.", "Intact."),
        new("tokens list", "GET tokens", null, "tok-1", "prod-eu, prod-us", "alice"),
        new("tokens create alice --role responder --person --cluster prod-eu", "POST tokens", """{"name":"alice","role":"responder","person":true,"clusters":["prod-eu"],"validForDays":null}""", FakeApi.NewSecret),
        new("tokens revoke tok-1", "DELETE tokens/tok-1", null, "Token tok-1 is revoked."),
        new("tokens whoami", "GET whoami", null, "alice", "responder"),
    ];

    /// <summary>Lines, for theories.</summary>
    public static TheoryData<string> Lines => [.. All.Select(static command => command.Line)];

    public string[] Args => Line.Split(' ');

    public static OnlineCommand Of(string line) => All.Single(command => command.Line == line);

    /// <summary>A server where the command is allowed by the state of things.</summary>
    public async Task<FakeApi> StartAsync()
    {
        var api = await FakeApi.StartAsync();
        if (Line.StartsWith("plans undo", StringComparison.Ordinal))
            api.Incident["plan"]!["status"] = "contained";
        if (Line.StartsWith("plans propose", StringComparison.Ordinal))
            api.Incident["plan"]!["status"] = "expired";
        if (Line.StartsWith("incidents close", StringComparison.Ordinal) || Line.StartsWith("incidents judge", StringComparison.Ordinal))
            api.Incident["state"] = "resolved";
        return api;
    }

    /// <summary>Names of all commands of the program that have none below them, such as <c>clusters key list</c>.</summary>
    public static IEnumerable<string> Names(Command command, string prefix = "") => command.Subcommands.SelectMany(child =>
        child.Subcommands.Count > 0 ? Names(child, $"{prefix}{child.Name} ") : [prefix + child.Name]);

    public override string ToString() => Line;
}
