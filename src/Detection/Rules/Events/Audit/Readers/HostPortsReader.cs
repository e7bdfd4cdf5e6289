using System.Text.Json;
using IncidentMesh.Detection.Rules.Events.Json;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>The host's port of each port of the containers; the container's own where it names none, which a pod on the host's network takes.</summary>
internal sealed class HostPortsReader(NodeWalk ports) : ListReader
{
    protected override bool Fill(JsonIndex json)
    {
        if (ports.In(json) is not { } lists)
            return false;
        foreach (var list in lists)
        {
            if (list == JsonIndex.None)
                continue;
            if (json.KindOf(list) != JsonTokenType.StartArray)
                return false;
            for (var port = json.FirstItem(list); port != JsonIndex.None; port = json.ItemAfter(list, port))
            {
                var number = json.Find(port, "hostPort"u8);
                if (number == JsonIndex.None)
                    number = json.Find(port, "containerPort"u8);
                if (number != JsonIndex.None)
                    Add(json.TextOf(number));
            }
        }

        return true;
    }
}
