namespace IncidentMesh.Benchmarks.AlertDay;

/// <summary>The day's 40 rules: names and priorities as in a cluster that runs Falco's rules and some of its own.</summary>
internal static class DayRules
{
    public static readonly DayRule Storm = new(Day.StormRule, "Notice", "container,network,mitre_discovery,T1613", "/app/agent --watch");

    // The intrusion's. The first is a habit of the fleet, too; the one that drops a binary has a false alarm elsewhere.
    public static readonly DayRule Shell = new("Terminal shell in container", "Notice", "container,shell,mitre_execution,T1059", "sh -c /health.sh");
    public static readonly DayRule Download = new("Remote file copied into container", "Notice", "container,network,mitre_command_and_control,T1105", "curl -O");
    public static readonly DayRule DropAndExecute = new("Drop and execute new binary in container", "Critical", "container,process,mitre_persistence,TA0003", "/tmp/.x");
    public static readonly DayRule TokenRead = new("Service account token read by unexpected program", "Warning", "container,filesystem,mitre_credential_access,T1528", "cat token");
    public static readonly DayRule CronWrite = new("Scheduled task written in container", "Warning", "container,filesystem,mitre_persistence,T1053", "crontab -");
    public static readonly DayRule Outbound = new("Connection to an unknown address outside the cluster", "Notice", "container,network,mitre_exfiltration,T1041", "connect");

    /// <summary>They fire in a dozen workloads or more, every day.</summary>
    public static readonly IReadOnlyList<DayRule> Fleet =
    [
        Shell,
        new("Sensitive mount read at start", "Notice", "container,filesystem,mitre_discovery,T1083", "/app/server --config /etc/app"),
        new("Process title changed", "Notice", "container,process,mitre_defense_evasion,T1036", "node: worker"),
        new("Name looked up that was never before", "Notice", "container,network,mitre_command_and_control,T1071", "/app/server"),
        new("Package database read at run time", "Notice", "container,process,mitre_discovery,T1518", "dpkg -l"),
        new("Write below application folder", "Warning", "container,filesystem,mitre_persistence,T1554", "/app/server --cache /app/tmp"),
        new("Environment of another process read", "Warning", "container,process,mitre_credential_access,T1552", "ps auxe"),
        new("Unexpected port listened on", "Notice", "container,network,mitre_command_and_control,T1571", "/app/server --debug"),
        new("Certificate store changed", "Warning", "container,filesystem,mitre_defense_evasion,T1553", "update-ca-certificates"),
        new("Large upload", "Notice", "container,network,mitre_exfiltration,T1567", "/app/server --backup"),
    ];

    /// <summary>Each is a habit of one workload.</summary>
    public static readonly IReadOnlyList<DayRule> Local =
    [
        new("Package manager in container", "Warning", "container,process,mitre_execution,T1072", "apt-get install -y make", "ci/StatefulSet/runner"),
        new("Compiler in container", "Warning", "container,process,mitre_defense_evasion,T1027.004", "cc -O2 main.c", "ci/StatefulSet/runner"),
        new("Nested container started", "Warning", "container,process,mitre_execution,T1610", "buildkitd", "ci/StatefulSet/runner"),
        new("Sensitive file read by untrusted program", "Warning", "container,filesystem,mitre_credential_access,T1555", "node-agent snapshot /host/etc/shadow", "backup/DaemonSet/node-agent"),
        new("Host path archived", "Notice", "container,filesystem,mitre_collection,T1560", "tar cf - /host/var", "backup/DaemonSet/node-agent"),
        new("Process list of the host read", "Notice", "container,process,mitre_discovery,T1057", "node-metrics --path.procfs=/host/proc", "monitoring/DaemonSet/node-metrics"),
        new("Log files of the host read", "Notice", "container,filesystem,mitre_collection,T1005", "shipper --tail /var/log", "logging/DaemonSet/shipper"),
        new("Log file truncated", "Warning", "container,filesystem,mitre_defense_evasion,T1070", "shipper --rotate", "logging/DaemonSet/shipper"),
        new("Database shell started by a program", "Notice", "container,process,mitre_execution,T1059", "psql -c select 1", "data/StatefulSet/orders-db"),
    ];

    /// <summary>They tell what goes on, and are no detections.</summary>
    public static readonly IReadOnlyList<DayRule> Quiet =
    [
        .. new[]
        {
            "Program started", "Connection made", "Connection accepted", "File opened for writing", "Name looked up", "Child process started",
            "User changed", "Temporary file made", "Signal sent", "Thread limit reached", "Memory limit near", "Socket closed early",
            "Configuration read", "Clock read", "Library loaded",
        }.Select(static (name, at) => new DayRule(name, at % 3 == 0 ? "Debug" : "Informational", "container,baseline", "/app/server")),
    ];
}
