using System.Text.Json;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Identity;

/// <summary>
/// The quick way for an object that is not canonical as it stands: few members, no nesting, plain names. That is what
/// relays make of alerts, which sort otherwise, put blanks or escape more.
/// </summary>
internal static class CanonicalMembers
{
    /// <summary>More are sorted elsewhere: sorting by insertion is for few.</summary>
    private const int Most = 64;

    [ThreadStatic]
    private static Member[]? OfThread;

    /// <returns>False where it is no such object; then nothing is written.</returns>
    public static bool TryWrite(CanonicalBuffer buffer, ReadOnlySpan<byte> json)
    {
        var members = OfThread ??= new Member[Most];
        var count = 0;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonSlice.Take(ref reader);
            reader.Read();
            if (name.Escaped || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                return false;

            var member = new Member(name, JsonSlice.Take(ref reader));
            if (!Insert(members, ref count, json, member))
                return false;
        }

        buffer.Byte((byte)'{');
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                buffer.Byte((byte)',');
            buffer.Raw(json.Slice(members[i].Name.Start - 1, members[i].Name.Length + 2));
            buffer.Byte((byte)':');
            CanonicalJson.Write(buffer, json, members[i].Value);
        }

        buffer.Byte((byte)'}');
        return true;
    }

    /// <returns>False where there is no room.</returns>
    private static bool Insert(Member[] members, ref int count, ReadOnlySpan<byte> json, Member member)
    {
        var name = member.Name.Of(json);
        var at = count;
        var order = -1;
        while (at > 0 && (order = members[at - 1].Name.Of(json).SequenceCompareTo(name)) > 0)
            at--;

        if (at > 0 && order == 0)
        {
            members[at - 1] = member;
            return true;
        }

        if (count == Most)
            return false;

        if (at < count)
            Array.Copy(members, at, members, at + 1, count - at);
        members[at] = member;
        count++;
        return true;
    }

    private readonly record struct Member(JsonSlice Name, JsonSlice Value);
}
