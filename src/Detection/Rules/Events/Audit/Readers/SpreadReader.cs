using IncidentMesh.Detection.Rules.Events.Json;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>Values from all elements of an array on the way, such as one of each container.</summary>
/// <param name="walk">Finds them.</param>
/// <param name="take">What to take of each.</param>
/// <param name="isComplete">Whether the field is missing where any element lacks the value.</param>
internal sealed class SpreadReader(NodeWalk walk, Take take, bool isComplete = false) : ListReader
{
    protected override bool Fill(JsonIndex json)
    {
        if (walk.In(json) is not { } nodes)
            return false;
        foreach (var node in nodes)
        {
            if (node == JsonIndex.None)
            {
                if (isComplete)
                    return false;
                continue;
            }

            switch (take)
            {
                case Take.Elements:
                    AddElements(json, node);
                    break;
                case Take.Repository:
                    Add(RepositoryOf(json.TextOf(node)));
                    break;
                case Take.MemberNames:
                    AddMemberNames(json, node);
                    break;
                default:
                    Add(json.TextOf(node));
                    break;
            }
        }

        return true;
    }

    /// <summary>As in Falco, a registry with a port loses all from there on.</summary>
    private static ReadOnlyMemory<byte> RepositoryOf(ReadOnlyMemory<byte> image)
    {
        var end = image.Span.IndexOfAny((byte)':', (byte)'@');
        return end < 0 ? image : image[..end];
    }

    /// <summary>The member that says what a volume is has the name of its type.</summary>
    private void AddMemberNames(JsonIndex json, int node)
    {
        if (json.KindOf(node) != System.Text.Json.JsonTokenType.StartObject)
            return;
        for (var name = json.FirstItem(node); name != JsonIndex.None; name = json.ItemAfter(node, name + 1))
        {
            if (json.TextOf(name) is var text && !text.Span.SequenceEqual("name"u8))
                Add(text);
        }
    }
}
