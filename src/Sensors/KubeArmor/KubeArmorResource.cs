using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.KubeArmor;

/// <summary>What an event was about: a path, or for the network a list such as <c>sin_port=53 sin_addr=10.0.0.10</c>.</summary>
internal static class KubeArmorResource
{
    public static void Map(string? operation, string? resource, SignalDraft draft)
    {
        if (operation is "File" or "Syscall" && resource is ['/', ..])
            draft.File(resource);
        else if (operation == "Network" && resource is not null)
            MapNetwork(resource, draft);
    }

    /// <summary>Of a connection that was accepted the address is the caller's, and the port our own.</summary>
    private static void MapNetwork(string resource, SignalDraft draft)
    {
        var address = Value(resource, "sin_addr=") ?? Value(resource, "remoteip=");
        var port = Value(resource, "sin_port=") ?? Value(resource, "port=");
        var isCaller = draft["evt.type"] is "accept" or "accept4";
        draft.Connection(Value(resource, "protocol="), isCaller ? address : null, null, isCaller ? "0.0.0.0" : address, port);
    }

    private static string? Value(string resource, string name)
    {
        foreach (var part in resource.Split(' '))
            if (part.StartsWith(name, StringComparison.OrdinalIgnoreCase) && part.Length > name.Length)
                return part[name.Length..];

        return null;
    }
}
