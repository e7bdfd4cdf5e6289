using System.Text.Json.Nodes;
using CsCheck;

namespace IncidentMesh.Sensors.Tests;

/// <summary>Makes JSON up.</summary>
internal static class JsonGen
{
    public static readonly Gen<string> Text = Gen.OneOf<string>(
        Gen.Char['a', 'z'].Array[0, 8].Select(letters => new string(letters)),
        Gen.OneOf("->", "<NA>", "é", "日本", "a\"b", "back\\slash", "tab\there", "\u0001", "😀", "", "null", "k8s.pod.name", "kind", "items"));

    public static readonly Gen<JsonNode?> Scalar = Gen.OneOf<JsonNode?>(
        Text.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Long[-1_000, 1_000].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Long.Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)),
        Gen.Const((JsonNode?)null));

    public static readonly Gen<JsonObject> Flat = Members(Scalar);

    public static readonly Gen<JsonObject> Object = Members(Gen.Frequency<JsonNode?>(
        (8, Scalar),
        (1, Flat.Select(members => (JsonNode?)members)),
        (1, Scalar.Array[0, 3].Select(items => (JsonNode?)new JsonArray(items)))));

    private static Gen<JsonObject> Members(Gen<JsonNode?> value) =>
        Gen.Select(Text, value).Array[0, 6].Select(pairs =>
        {
            var members = new JsonObject();
            foreach (var (name, item) in pairs)
                members[name] = item?.DeepClone();
            return members;
        });
}
