namespace IncidentMesh.Benchmarks.AlertDay;

/// <summary>
/// A day of alerts as a cluster of 14 nodes really gives them: about 33,000 by 40 rules, nine out of ten by a single one,
/// most of the rest habits of the cluster, and one intrusion of a few minutes. The same seed gives the same bytes.
/// </summary>
public static class Day
{
    public const int Alerts = 33_000;
    public const int StormAlerts = 29_700;
    public const string StormRule = "Contact K8S API Server From Container";

    /// <summary>Workload that is broken into, as <c>namespace/Kind/name</c>.</summary>
    public const string Victim = "shop/Deployment/checkout";

    internal static readonly DateTimeOffset Start = new(2026, 5, 12, 0, 0, 0, TimeSpan.Zero);

    /// <summary>JSON Lines in order of time.</summary>
    /// <param name="seed">Decides all that is by chance.</param>
    /// <param name="storm">Alerts of the one rule; a smaller day has fewer of these and all the others.</param>
    public static IEnumerable<string> Lines(int seed, int storm = StormAlerts) => AlertsOf(seed, storm).OrderBy(static alert => alert.Time).Select(FalcoLine.Of);

    private static List<Alert> AlertsOf(int seed, int storm)
    {
        // Seeded noise, not secrets.
#pragma warning disable CA5394
        var random = new Random(seed);
        var cluster = new Cluster(random);
        var alerts = new List<Alert>(Alerts);
        alerts.AddRange(Intrusion.Of(cluster, Start.AddMinutes(random.Next(8 * 60, 20 * 60))));
        alerts.AddRange(LoneAlert(cluster, random));
        foreach (var rule in DayRules.Local)
            Scatter(rule, cluster.Of(rule.Place), random.Next(25, 60));
        foreach (var rule in DayRules.Fleet)
            Scatter(rule, cluster.Some(random.Next(12, 30)), random.Next(60, 120));

        var quiet = Alerts - StormAlerts - alerts.Count;
        for (var i = 0; i < quiet; i++)
            Scatter(DayRules.Quiet[i % DayRules.Quiet.Count], cluster.All, 1);
        Scatter(DayRules.Storm, cluster.Some(37), storm);
        return alerts;

        void Scatter(DayRule rule, IReadOnlyList<Workload> places, int count)
        {
            for (var i = 0; i < count; i++)
            {
                // Every place at least once, the rest by chance.
                var place = i < places.Count ? places[i] : places[random.Next(places.Count)];
                alerts.Add(new Alert(Start.AddMilliseconds(random.Next(24 * 3_600_000)), rule, place.Pods[random.Next(place.Pods.Count)], rule.Command, random.Next(200, 60_000)));
            }
        }
#pragma warning restore CA5394
    }

    /// <summary>A false alarm of the highest severity, without anything around it.</summary>
    private static IEnumerable<Alert> LoneAlert(Cluster cluster, Random random)
    {
        var place = cluster.Of("data/StatefulSet/ledger")[0];
#pragma warning disable CA5394
        yield return new Alert(Start.AddMinutes(random.Next(24 * 60)), DayRules.DropAndExecute, place.Pods[0], "/opt/ledger/migrate --once", 4_711);
#pragma warning restore CA5394
    }
}
