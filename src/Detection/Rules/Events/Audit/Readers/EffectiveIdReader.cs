using System.Text;
using IncidentMesh.Detection.Rules.Events.Json;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>
/// Which user or group each container starts with: as its own security context says, else as the pod's does, else 0. What
/// the image says is not known.
/// </summary>
internal sealed class EffectiveIdReader(string containers, string member, ulong? index) : ListReader
{
    private readonly NodeWalk _own = new(AuditReader.Path($"requestObject/spec/{containers}/securityContext/{member}"), index);
    private readonly PathReader _pods = new(AuditReader.Path($"requestObject/spec/securityContext/{member}"));
    private readonly byte[] _containerMember = Encoding.UTF8.GetBytes(containers);
    private static readonly byte[] RootId = "0"u8.ToArray();

    protected override bool Fill(JsonIndex json)
    {
        var nodes = _own.In(json);
        if (nodes is null && !HasPickedContainer(json))
            return false;
        var pods = _pods.Read(json);
        var standard = pods.IsMissing ? RootId : pods.Utf8;
        if (nodes is null)
        {
            Add(standard);
            return true;
        }

        foreach (var node in nodes)
            Add(node == JsonIndex.None ? standard : json.TextOf(node));
        return true;
    }

    /// <summary>Whether the path ends within the container that was picked, and not before it.</summary>
    private bool HasPickedContainer(JsonIndex json)
    {
        var list = json.Find(json.Find(json.Find(JsonIndex.Root, "requestObject"u8), "spec"u8), _containerMember);
        return index is { } picked && json.KindOf(list) == System.Text.Json.JsonTokenType.StartArray
            && json.ItemAt(list, picked) != JsonIndex.None;
    }
}
