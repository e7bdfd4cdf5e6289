using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Events.Json;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>Names of a binding's subjects of one kind.</summary>
internal sealed class SubjectsReader(byte[] kind, bool withNamespace = false) : ListReader
{
    private static readonly ImmutableArray<byte[]> Subjects = Path("requestObject/subjects");

    protected override bool Fill(JsonIndex json)
    {
        var subjects = json.Find(Subjects.AsSpan());
        if (json.KindOf(subjects) != System.Text.Json.JsonTokenType.StartArray)
            return false;
        for (var subject = json.FirstItem(subjects); subject != JsonIndex.None; subject = json.ItemAfter(subjects, subject))
        {
            var (ofKind, name) = (json.Find(subject, "kind"u8), json.Find(subject, "name"u8));
            if (ofKind == JsonIndex.None || name == JsonIndex.None || !json.TextOf(ofKind).Span.SequenceEqual(kind))
                continue;
            if (!withNamespace)
                Add(json.TextOf(name));
            else if (json.Find(subject, "namespace"u8) is >= 0 and var ns)
                Add(Joined(json, json.TextOf(ns).Span, json.TextOf(name).Span));
        }

        return true;
    }

    private static ReadOnlyMemory<byte> Joined(JsonIndex json, ReadOnlySpan<byte> ns, ReadOnlySpan<byte> name)
    {
        var joined = json.Arena.Rent(ns.Length + 1 + name.Length);
        ns.CopyTo(joined.Span);
        joined.Span[ns.Length] = (byte)':';
        name.CopyTo(joined.Span[(ns.Length + 1)..]);
        return joined;
    }
}
