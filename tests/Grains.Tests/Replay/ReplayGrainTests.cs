using System.Globalization;
using IncidentMesh.Contracts.Replay;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Replay;

public sealed class ReplayGrainTests
{
    private const string InForce = """
        - list: watched
          items: [secrets]
        - rule: Secret read
          desc: d
          source: k8s_audit
          condition: ka.verb = get and ka.target.resource in (watched)
          output: "%ka.user.name read %ka.target.name"
          priority: ERROR
        """;

    private const string Added = """
        - rule: Anything read
          desc: d
          source: k8s_audit
          condition: ka.verb = get and ka.target.resource in (watched, configmaps)
          output: "%ka.user.name read %ka.target.name"
          priority: NOTICE
        """;

    [Fact]
    public async Task A_rule_in_force_is_counted_over_all_that_the_log_holds_whatever_the_parts()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Offer(InForce);
        for (var batch = 0; batch < 5; batch++)
            await silo.SendAsync(Flow.Audit, [.. Enumerable.Range(batch * 1_000, 1_000).Select(number => Read("secrets", number, number % 2 == 0 ? "mira" : "jonas"))]);
        await silo.SendAsync(Flow.Audit, Read("pods", 1, "mira"), """{"no":"audit event"}""");

        var parts = await ReplayAsync(silo, new ReplayRequest { Rule = "Secret read", Since = silo.Hours(-1), Until = silo.Hours(0) });

        Assert.Equal(5_002, parts.Sum(part => part.Events));
        Assert.Equal(1, parts.Sum(part => part.Unreadable));
        Assert.All(parts, part => Assert.InRange(part.Events, 1, 4_096));
        var rules = parts.Select(part => Assert.Single(part.Rules)).ToList();
        Assert.Equal(5_000, rules.Sum(rule => rule.Count));
        Assert.Equal(2_500, rules.Sum(rule => rule.Users["mira"]));
        Assert.Equal(2_500, rules.Sum(rule => rule.Subjects["user jonas"]));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), rules.Min(rule => rule.FirstSeen));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddMilliseconds(4_999), rules.Max(rule => rule.LastSeen));
        var example = rules[0].Examples[1];
        Assert.Equal(("jonas read s1", new SignalPosition(1, 1)), (example.Output, example.Position));
    }

    [Fact]
    public async Task What_arrived_before_or_after_the_span_is_not_read()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Offer(InForce);
        for (var hour = 0; hour < 10; hour++)
        {
            await silo.SendAsync(Flow.Audit, Read("secrets", hour, "mira"));
            silo.Clock.Advance(TimeSpan.FromHours(1));
        }

        var request = new ReplayRequest { Rule = "Secret read", Since = silo.Hours(-4.5), Until = silo.Hours(-1.5) };
        var parts = await ReplayAsync(silo, request);

        Assert.Equal((3, 3), (parts.Sum(part => part.Events), parts.Sum(part => part.Rules[0].Count)));
        Assert.InRange(parts.Min(part => part.From)!.Value, request.Since, request.Until);
        Assert.InRange((parts.Max(part => part.Through) - parts.Min(part => part.From))!.Value.TotalHours, 1.9, 2.5);
    }

    [Fact]
    public async Task A_rule_that_is_sent_is_tried_behind_those_in_force_and_changes_none_of_them()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Offer(InForce);
        await silo.SendAsync(Flow.Audit, Read("secrets", 1, "mira"), Read("configmaps", 2, "jonas"), Read("pods", 3, "mira"));

        var added = await ReplayAsync(silo, new ReplayRequest { Rules = Added, Since = silo.Hours(-1), Until = silo.Hours(0) });
        var changed = await ReplayAsync(silo, new ReplayRequest
        {
            Rules = "- list: watched\n  items: [pods]\n  override: {items: append}\n- rule: Secret read\n  enabled: false\n  override: {enabled: replace}",
            Since = silo.Hours(-1),
            Until = silo.Hours(0),
        });
        var before = await ReplayAsync(silo, new ReplayRequest { Rule = "Secret read", Since = silo.Hours(-1), Until = silo.Hours(0) });

        Assert.Equal(("Anything read", 2), Only(added));
        Assert.Equal(("Secret read", 2), Only(changed));
        Assert.Equal(("Secret read", 1), Only(before));
    }

    [Fact]
    public async Task Partitions_of_other_sources_and_clusters_are_left_alone_and_what_a_sensor_judged_is_not_judged_again()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Offer("- {rule: Anything, desc: d, condition: evt.type exists or container.id exists, output: o, priority: ERROR}");
        await silo.SendAsync(Flow.Audit, Read("secrets", 1, "mira"));
        await silo.SendAsync(Flow.Falco, Flow.Alert(1), Flow.Alert(2));
        await silo.SendAsync(new LogPartition("other", "native"), Native(1));
        await silo.SendAsync(new LogPartition("prod", "native"), Native(2), Native(3), Native(4));

        var parts = await ReplayAsync(silo, new ReplayRequest { Rule = "Anything", Since = silo.Hours(-1), Until = silo.Hours(0) });

        Assert.Equal((5, 2), (parts.Sum(part => part.Events), parts.Sum(part => part.Judged)));
        Assert.Equal(("Anything", 3), Only(parts));
        Assert.Equal(3, parts.Sum(part => part.Rules[0].Subjects.GetValueOrDefault("workload shop/Deployment/web")));
    }

    [Theory]
    [InlineData("- {rule: Broken, desc: d, source: k8s_audit, condition: ka.vreb = get, output: o, priority: ERROR}", null, "ka.vreb", 1)]
    [InlineData("- list: more\n  items: [a]", null, "There is no rule in the text;", 0)]
    [InlineData(null, "Secret raed", "There is no rule 'Secret raed' in force;", 0)]
    [InlineData("- {correlation: Many, desc: d, source: k8s_audit, type: first_seen, condition: ka.verb = get, by: [ka.user.name], output: o, priority: ERROR}", null, "correlations cannot be tried", 0)]
    public async Task Rules_that_cannot_be_tried_are_told_with_their_place(string? rules, string? name, string message, int line)
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Offer(InForce);

        var part = Assert.Single(await ReplayAsync(silo, new ReplayRequest { Rules = rules, Rule = name, Since = silo.Hours(-1), Until = silo.Hours(0) }));

        var fault = Assert.Single(part.Faults);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal(line, fault.Line);
    }

    private static (string Rule, long Count) Only(IReadOnlyList<ReplayPart> parts) =>
        (parts.SelectMany(part => part.Rules).Select(rule => rule.Rule).Distinct().Single(), parts.Sum(part => part.Rules[0].Count));

    private static async Task<IReadOnlyList<ReplayPart>> ReplayAsync(TestSilo silo, ReplayRequest request)
    {
        var parts = new List<ReplayPart>();
        do
        {
            parts.Add(await silo.Grains.GetGrain<IReplayGrain>("prod").ReplayAsync(
                request with { Cursor = parts.LastOrDefault()?.Next }, TestContext.Current.CancellationToken));
        }
        while (parts[^1].Next is not null);

        return parts;
    }

    private static string Read(string resource, int number, string user)
    {
        var time = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddMilliseconds(number).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"{{{resource}}}-{{{number}}}","stage":"ResponseComplete","verb":"get","user":{"username":"{{{user}}}"},"objectRef":{"resource":"{{{resource}}}","name":"s{{{number}}}","apiVersion":"v1"},"responseStatus":{"code":200},"stageTimestamp":"{{{time}}}"}""";
    }

    private static string Native(int number) =>
        $$$"""{"schema":"incidentmesh/v1","id":"n{{{number}}}","source":"agent","rule":"exec","fields":{"evt.type":"execve","k8s.ns.name":"shop","k8s.pod.name":"web-5d4f8c7b9d-x2x4z"}}""";
}

file static class Times
{
    /// <summary>A time before, or after, now.</summary>
    public static DateTimeOffset Hours(this TestSilo silo, double hours) => silo.Clock.GetUtcNow().AddHours(hours);
}
