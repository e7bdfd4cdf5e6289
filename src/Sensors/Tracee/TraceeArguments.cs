using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.Tracee;

/// <summary>Arguments are a list of name, type and value, different for each event.</summary>
internal static class TraceeArguments
{
    public static void Map(EventView arguments, SignalDraft draft)
    {
        string? path = null, source = null, sourcePort = null, target = null, targetPort = null;
        foreach (var argument in arguments)
        {
            var value = argument["value"u8];
            switch (argument["name"u8].Name())
            {
                case "pathname" or "file_path" or "path" or "new_path":
                    path ??= value.Text();
                    break;
                case "cmdpath":
                    draft.Set("proc.exepath", value.Text());
                    break;
                case "argv":
                    draft.CommandLine(value.Joined());
                    break;
                case "src":
                    source = value.Name();
                    break;
                case "dst":
                    target = value.Name();
                    break;
                case "src_port":
                    sourcePort = value.Name();
                    break;
                case "dst_port":
                    targetPort = value.Name();
                    break;
                case "local_addr":
                    source = Address(value);
                    sourcePort = Port(value);
                    break;
                case "remote_addr" or "addr":
                    target = Address(value);
                    targetPort = Port(value);
                    break;
                case "metadata":
                    (source, sourcePort) = (value["src_ip"u8].Name(), value["src_port"u8].Name());
                    (target, targetPort) = (value["dst_ip"u8].Name(), value["dst_port"u8].Name());
                    break;
                case "dns_questions" or "dns_response" or "proto_dns":
                    draft.Set("fd.sip.name", Asked(value));
                    break;
                case "name" when draft["evt.type"] is "module_load" or "init_module" or "finit_module":
                    draft.Set("evt.arg.name", value.Name());
                    break;
                case "prev_comm":
                    draft.Set("proc.pname", value.Name());
                    break;
            }
        }

        if (path is not null && draft["evt.type"]?.StartsWith("exec", StringComparison.Ordinal) == true)
        {
            draft.Set("proc.exepath", path);
            draft.Set("proc.name", SignalDraft.BaseName(path));
        }
        else if (target is not null || source is not null)
        {
            draft.Socket(Protocol(draft["evt.type"]), source, sourcePort, target, targetPort);
        }
        else
        {
            draft.File(path);
        }
    }

    /// <summary>The first name that was asked for: Tracee's events of names have three shapes.</summary>
    private static string? Asked(EventView value)
    {
        foreach (var one in value.IsArray ? value : value["questions"u8])
            return (one["query"u8].Name() ?? one["query_data"u8]["query"u8].Name() ?? one["name"u8].Name())?.TrimEnd('.');
        return null;
    }

    private static string? Address(EventView value) => value["sin_addr"u8].Name() ?? value["sin6_addr"u8].Name();

    private static string? Port(EventView value) => value["sin_port"u8].Name() ?? value["sin6_port"u8].Name();

    private static string? Protocol(string? type) => type switch
    {
        "net_packet_tcp" or "net_tcp_connect" or "net_packet_http" => "tcp",
        "net_packet_udp" or "net_packet_dns" => "udp",
        "net_packet_icmp" => "icmp",
        _ => null,
    };
}
