using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Mapping;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.InspektorGadget;

/// <summary>
/// Events of Inspektor Gadget, image-based and built-in ones. They do not say which gadget wrote them: what they are
/// about decides. Nothing is judged, so the severity is unknown.
/// </summary>
internal sealed class InspektorGadgetFormat() : MappedFormat(SensorNames.InspektorGadget, "an Inspektor Gadget event")
{
    /// <summary>Counts since 1970 in nanoseconds have 18 digits at least; smaller ones are since the node started.</summary>
    private const long FirstNanoseconds = 100_000_000_000_000_000;

    protected override string Expected => "it has neither a mount namespace of a process nor members k8s or runtime with a process.";

    protected override bool IsEvent(EventView root)
    {
        if (root["proc"u8]["mntns_id"u8].IsKnown || root["proc"u8]["creds"u8].IsObject)
            return true;

        var place = root["k8s"u8].IsObject || root["runtime"u8].IsObject;
        return place && (root["mntns_id"u8].IsKnown || root["mountnsid"u8].IsKnown || root["mntns"u8].IsKnown
            || root["comm"u8].IsKnown || root["proc"u8].IsObject || root["pid"u8].IsKnown);
    }

    protected override void Map(EventView root, SignalDraft draft)
    {
        draft.Time = root["timestamp"u8].Time() ?? Nanoseconds(root["timestamp"u8]) ?? Nanoseconds(root["timestamp_raw"u8]);
        draft.Id = Identify(root);
        MapPlace(root, draft);
        MapProcess(root, draft);
        var kind = MapTarget(root, draft);
        draft.Set("evt.type", kind);
        draft.Rule = $"gadget {kind}";
        draft.Summary = $"{kind}: {draft["proc.cmdline"] ?? draft["proc.name"]}{(draft["fd.name"] is { } target ? $" {target}" : "")}";
    }

    /// <summary>There is no id, so all members count but those that collectors of logs add.</summary>
    private static SignalId Identify(EventView root)
    {
        var buffer = BeginId("inspektor-gadget/1"u8);
        var names = new List<string>();
        foreach (var member in root)
            if (member.MemberName is not ("kubernetes" or "stream" or "logtag" or "log" or "tag" or "date" or "uuid" or "@timestamp" or "@version" or "_p" or "host" or "agent"))
                names.Add(member.MemberName);
        names.Sort(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var utf8 = System.Text.Encoding.UTF8.GetBytes(name);
            buffer.Part(utf8);
            buffer.Part(root.Json, root[utf8].Slice);
        }

        return buffer.ToId();
    }

    private static void MapPlace(EventView root, SignalDraft draft)
    {
        var k8s = root["k8s"u8];
        var runtime = root["runtime"u8];
        draft.Set("evt.hostname", k8s["node"u8].Name() ?? root["node"u8].Name());
        draft.Set("k8s.ns.name", k8s["namespace"u8].Name());
        draft.Set("k8s.pod.name", k8s.Any("podName"u8, "pod"u8).Name());
        draft.Set("k8s.pod.uid", k8s["podUID"u8].Name());
        draft.Container(
            runtime["containerId"u8].Name(),
            k8s.Any("containerName"u8, "container"u8).Name() ?? runtime["containerName"u8].Name(),
            runtime["containerImageName"u8].Name());
        draft.Set("container.image.digest", runtime["containerImageDigest"u8].Name());
        draft.OnHost = draft["container.id"] is null && draft["k8s.pod.name"] is null;
    }

    private static void MapProcess(EventView root, SignalDraft draft)
    {
        var process = root["proc"u8];
        var nested = process.IsObject;
        var name = (nested ? process["comm"u8] : root.Any("comm"u8, "task"u8)).Text();
        draft.Process(root["exepath"u8].Text() ?? name, null);
        draft.Set("proc.name", name);
        draft.CommandLine(root["args"u8].Joined());
        draft.Set("proc.pid", (nested ? process : root)["pid"u8].Name());
        draft.Set("thread.tid", (nested ? process : root)["tid"u8].Name());
        draft.Set("proc.cwd", root["cwd"u8].Text());
        draft.Set("user.uid", (nested ? process["creds"u8] : root)["uid"u8].Name());
        draft.Set("user.name", (nested ? process["creds"u8] : root)["user"u8].Name());
        var parent = process["parent"u8];
        draft.Ancestor(1, parent["comm"u8].Text() ?? root["pcomm"u8].Text(), null, parent["pid"u8].Name() ?? root["ppid"u8].Name());
    }

    /// <returns>What the event is, by Falco's names of system calls where there is one.</returns>
    private static string MapTarget(EventView root, SignalDraft draft)
    {
        if (root["qtype"u8].IsKnown && root["name"u8].IsKnown)
        {
            draft.Set("fd.sip.name", root["name"u8].Text()?.TrimEnd('.'));
            draft.Set("fd.sip", root["nameserver"u8]["addr"u8].Name());
            return "dns";
        }

        var source = root["src"u8];
        var target = root["dst"u8];
        if (target["addr"u8].IsKnown)
        {
            draft.Set("evt.type", root["type"u8].Name() ?? "connect");
            draft.Socket(Protocol(target["proto"u8].Name()), source["addr"u8].Name(), source["port"u8].Name(), target["addr"u8].Name(), target["port"u8].Name());
            return draft["evt.type"]!;
        }

        if (root["addr"u8]["port"u8].IsKnown)
        {
            var own = root["addr"u8];
            draft.Connection(Protocol(own["proto"u8].Name()), null, null, own["addr"u8].Name(), own["port"u8].Name());
            return "bind";
        }

        if (root["args"u8].IsKnown || root["exepath"u8].IsKnown)
            return "execve";
        if (root.Any("fname"u8, "path"u8).Text() is not { } file)
            return root["type"u8].Name() is { } type and not "normal" ? type : "event";

        draft.File(file);
        return "open";
    }

    private static string? Protocol(string? number) => number switch { "6" => "tcp", "17" => "udp", "1" => "icmp", _ => number };

    private static PreciseTime? Nanoseconds(EventView value) => value.Number() >= FirstNanoseconds ? value.Epoch() : null;
}
