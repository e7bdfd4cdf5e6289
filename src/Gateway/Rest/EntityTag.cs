using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace IncidentMesh.Gateway.Rest;

/// <summary>Versions as entity tags: <c>"17"</c>.</summary>
internal static class EntityTag
{
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Reads <c>If-Match</c>: one strong tag, or <c>*</c> or no header for any version.</summary>
    /// <returns>False where it is anything else.</returns>
    public static bool TryReadIfMatch(StringValues header, out long? version)
    {
        version = null;
        if (header.Count == 0 || (header.Count == 1 && header[0] == "*"))
            return true;
        if (header.Count != 1 || header[0] is not { Length: >= 3 and <= 22 } tag || tag[0] != '"' || tag[^1] != '"')
            return false;
        if (!long.TryParse(tag.AsSpan(1, tag.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        version = number;
        return true;
    }

    /// <summary>Whether <c>If-None-Match</c> names this version: the asker has it already.</summary>
    public static bool Matches(StringValues ifNoneMatch, long version)
    {
        var tag = Of(version);
        foreach (var header in ifNoneMatch)
        {
            foreach (var range in header.AsSpan().Split(','))
            {
                var one = header.AsSpan(range).Trim();
                if (one is "*" || (one.StartsWith("W/", StringComparison.Ordinal) ? one[2..] : one).SequenceEqual(tag))
                    return true;
            }
        }

        return false;
    }
}
