using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.Tetragon;

/// <summary>Files and connections among the arguments that a policy asked for, and those of network events.</summary>
internal static class TetragonArguments
{
    public static void Map(EventView body, SignalDraft draft)
    {
        foreach (var argument in body["args"u8])
        {
            foreach (var value in argument)
            {
                switch (value.MemberName)
                {
                    case "file_arg" or "path_arg" or "linux_binprm_arg" when draft["fd.name"] is null:
                        draft.File(Absolute(value["path"u8].Text()));
                        break;
                    case "string_arg" when draft["fd.name"] is null && value.Text() is ['/', ..] and var path:
                        draft.File(path);
                        break;
                    case "string_arg" when draft["evt.type"] == "init_module":
                        draft.Set("evt.arg.name", value.Text());
                        break;
                    case "module_arg":
                        draft.Set("evt.arg.name", value["name"u8].Name());
                        break;
                    case "sock_arg" or "skb_arg":
                        draft.Socket(
                            Protocol(value["protocol"u8].Name()), value["saddr"u8].Name(), value["sport"u8].Name(), value["daddr"u8].Name(), value["dport"u8].Name());
                        break;
                    case "sockaddr_arg":
                        draft.Connection(null, null, null, value["addr"u8].Name(), value["port"u8].Name());
                        break;
                }
            }
        }

        if (body["dns"u8].IsObject)
            draft.Set("fd.sip.name", Asked(body["dns"u8]));
        if (body["destination_ip"u8].IsKnown)
            draft.Connection(
                body["protocol"u8].Name(), body["source_ip"u8].Name(), body["source_port"u8].Name(), body["destination_ip"u8].Name(), body["destination_port"u8].Name());
        else if (body["ip"u8].Name() is { } listening)
            draft.Connection(body["protocol"u8].Name(), null, null, listening, body["port"u8].Name());
    }

    private static string? Asked(EventView dns)
    {
        foreach (var name in dns["names"u8])
            return name.Name()?.TrimEnd('.');
        return dns["query"u8].Name()?.TrimEnd('.');
    }

    /// <summary>Paths of some kernels come without their first slash.</summary>
    private static string? Absolute(string? path) => path is null or ['/', ..] ? path : "/" + path;

    private static string? Protocol(string? name) =>
        name?.StartsWith("IPPROTO_", StringComparison.Ordinal) == true ? name["IPPROTO_".Length..] : name;
}
