using IncidentMesh.Sensors.Mapping;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Tetragon;

/// <summary>The process, its parent and further ancestors, and the pod they run in.</summary>
internal static class TetragonProcess
{
    /// <summary>Seconds since 1970 whose nanoseconds are counted in 64 bits.</summary>
    private const long MostSeconds = long.MaxValue / 1_000_000_000;

    public static void Map(EventView body, SignalDraft draft)
    {
        var process = body["process"u8];
        draft.Process(process["binary"u8].Text(), process["arguments"u8].Text());
        draft.Set("proc.pid", process["pid"u8].Name());
        draft.Set("proc.pid.ts", Nanoseconds(process["start_time"u8].Time()));
        draft.Set("thread.tid", process["tid"u8].Name());
        draft.Set("proc.cwd", process["cwd"u8].Text());
        draft.Set("user.uid", process["uid"u8].Name());
        draft.Set("user.loginuid", process["auid"u8].Name());
        draft.Set("user.name", process["user"u8]["name"u8].Name());

        var parent = body["parent"u8];
        draft.Ancestor(1, parent["binary"u8].Text(), parent["arguments"u8].Text(), parent["pid"u8].Name());
        draft.Set("proc.ppid.ts", Nanoseconds(parent["start_time"u8].Time()));
        var generation = 2;
        foreach (var ancestor in body["ancestors"u8])
            draft.Ancestor(generation++, ancestor["binary"u8].Text(), ancestor["arguments"u8].Text(), ancestor["pid"u8].Name());

        var pod = process["pod"u8];
        var container = pod["container"u8];
        draft.Container(container["id"u8].Name() ?? process["docker"u8].Name(), container["name"u8].Name(), container["image"u8]["name"u8].Name());
        draft.Set("k8s.ns.name", pod["namespace"u8].Name());
        draft.Set("k8s.pod.name", pod["name"u8].Name());
        draft.Set("k8s.pod.uid", pod["uid"u8].Name());
    }

    private static long? Nanoseconds(PreciseTime? time) =>
        time is { Seconds: > 0 and < MostSeconds } known ? (known.Seconds * 1_000_000_000) + known.Nanoseconds : null;
}
