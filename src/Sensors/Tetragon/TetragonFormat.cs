using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.Tetragon;

/// <summary>
/// Events of Cilium Tetragon's JSON export: one member <c>process_*</c> with the process and its parent. Tetragon judges
/// nothing, so the severity is unknown, but for what a policy stopped (killed, overridden, signalled): high.
/// </summary>
internal sealed class TetragonFormat() : MappedFormat(SensorNames.Tetragon, "a Tetragon event")
{
    private static readonly string[] Prefixes = ["__x64_sys_", "__arm64_sys_", "__se_sys_", "sys_"];

    protected override string Expected => "it has no member process_* with a process, no process_throttle and no rate_limit_info.";

    protected override bool IsEvent(EventView root) => Body(root, out _).IsObject;

    protected override void Map(EventView root, SignalDraft draft)
    {
        var body = Body(root, out var kind);
        draft.Time = root["time"u8].Time();
        draft.Set("evt.hostname", root["node_name"u8].Name());
        if (kind is "rate_limit_info" or "process_throttle")
        {
            MapHealth(body, kind, draft);
            draft.Id = IdOf("tetragon/1 health"u8, root, [kind, "time", "node_name"]);
            return;
        }

        TetragonProcess.Map(body, draft);
        draft.OnHost = !body["process"u8]["pod"u8].IsObject && !body["process"u8]["docker"u8].IsKnown;
        var function = Function(body);
        draft.Set("evt.type", Type(kind, function));
        TetragonArguments.Map(body, draft);
        draft.Rule = body["policy_name"u8].Name() ?? (function is null ? kind : $"{kind} {function}");
        foreach (var tag in body["tags"u8])
            draft.Tag(tag.Name());
        if (body["action"u8].Name() is "KPROBE_ACTION_SIGKILL" or "KPROBE_ACTION_OVERRIDE" or "KPROBE_ACTION_SIGNAL" or "KPROBE_ACTION_NOTIFYENFORCER")
            draft.Severity = Severity.High;

        var what = draft["fd.name"] is { } target ? $" {target}" : "";
        draft.Summary = body["message"u8].Text() is { } message
            ? $"{message}: {draft["proc.cmdline"]}{what}"
            : $"{function ?? kind}: {draft["proc.cmdline"]}{what}";
        draft.Id = Identify(root, body, kind);
    }

    /// <summary>The member that the event is in.</summary>
    private static EventView Body(EventView root, out string kind)
    {
        foreach (var member in root)
        {
            if (!member.IsObject)
                continue;
            kind = member.MemberName;
            if (kind is "rate_limit_info" or "process_throttle"
                || (kind.StartsWith("process_", StringComparison.Ordinal) && member["process"u8].IsObject))
                return member;
        }

        kind = "";
        return default;
    }

    /// <summary>
    /// An execution begins and ends once, which its <c>exec_id</c> names; of everything else there may be many, told
    /// apart by time and content. Counters of references in the process change between two looks at the same event.
    /// </summary>
    private static SignalId Identify(EventView root, EventView body, string kind)
    {
        var execId = body["process"u8]["exec_id"u8];
        var once = kind is "process_exec" or "process_exit" && execId.IsKnown;
        var buffer = BeginId(once ? "tetragon/1 once"u8 : "tetragon/1"u8);
        buffer.Part(System.Text.Encoding.UTF8.GetBytes(kind));
        buffer.Part(root.Json, execId.Slice);
        if (once)
            return buffer.ToId();

        buffer.Part(root.Json, root["time"u8].Slice);
        buffer.Part(root.Json, root["node_name"u8].Slice);
        if (!execId.IsKnown)
            buffer.Part(root.Json, body["process"u8].Slice);
        foreach (var member in body)
        {
            if (member.MemberName is not ("process" or "parent" or "ancestors") and var name)
            {
                buffer.Part(System.Text.Encoding.UTF8.GetBytes(name));
                buffer.Part(root.Json, member.Slice);
            }
        }

        return buffer.ToId();
    }

    private static void MapHealth(EventView body, string kind, SignalDraft draft)
    {
        if (kind == "rate_limit_info")
            draft.Health("Tetragon rate limit", $"Tetragon dropped {body["number_of_dropped_process_events"u8].Name() ?? "some"} events: its export's rate limit was reached.");
        else
            draft.Health("Tetragon process throttle", $"Tetragon throttles {body["cgroup"u8].Text() ?? "a cgroup"}: {body["type"u8].Name() ?? "unknown"}.");
    }

    private static string? Function(EventView body) =>
        body["function_name"u8].Name() ?? body["event"u8].Name() ?? body["symbol"u8].Name();

    private static string Type(string kind, string? function) => kind switch
    {
        "process_exec" => "execve",
        "process_exit" => "procexit",
        _ when function is not null => Prefixes.FirstOrDefault(prefix => function.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix
            ? function[prefix.Length..]
            : TypeOfHook(function),
        _ => kind["process_".Length..],
    };

    /// <summary>Kernel functions that policies hook in place of a system call.</summary>
    private static string TypeOfHook(string function) => function switch
    {
        "fd_install" or "security_file_open" or "do_filp_open" => "open",
        "security_file_permission" => "open",
        "tcp_connect" or "security_socket_connect" => "connect",
        "inet_csk_listen_start" or "security_socket_listen" or "socket_listen" or "inet_listen" => "listen",
        "inet_csk_accept" or "security_socket_accept" or "socket_accept" => "accept",
        "security_socket_bind" or "socket_bind" or "inet_bind" or "inet6_bind" => "bind",
        "tcp_close" => "close",
        "security_bprm_check" or "bprm_check_security" => "execve",
        "do_init_module" or "security_kernel_module_request" => "init_module",
        _ => function,
    };
}
