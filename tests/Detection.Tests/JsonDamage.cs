using System.Text.Json.Nodes;

namespace IncidentMesh.Detection.Tests;

/// <summary>Puts values of the wrong type into documents, as somebody would who wants a reader to fail.</summary>
internal static class JsonDamage
{
    // No writer writes it: it is put in behind one.
    private const string HalfPair = "half a surrogate pair";

    private static readonly string[] Junk = ["null", "3", "-1e300", "\"x\"", "\"\"", "[]", "{}", "true", "[null]", "[[]]", "{\"items\":[{}]}", "99999999999999999999", $"\"{HalfPair}\""];

    /// <summary>The document's text, with other values in some places.</summary>
    public static string Of(JsonNode document, Random random)
    {
        var copy = document.DeepClone();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var holders = Holders(copy).ToList();
            if (holders.Count == 0)
                break;
            var junk = JsonNode.Parse(Junk[random.Next(Junk.Length)]);
            switch (holders[random.Next(holders.Count)])
            {
                case JsonObject members:
                    var names = members.Select(static member => member.Key).ToList();
                    members[names[random.Next(names.Count)]] = junk;
                    break;
                case JsonArray items:
                    items[random.Next(items.Count)] = junk;
                    break;
            }
        }

        return copy.ToJsonString().Replace(HalfPair, "\\ud800", StringComparison.Ordinal);
    }

    private static IEnumerable<JsonNode> Holders(JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } members => members.SelectMany(static member => Holders(member.Value)).Prepend(members),
        JsonArray { Count: > 0 } items => items.SelectMany(Holders).Prepend(items),
        _ => [],
    };
}
