using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Sensors.Tests.Falco;

public sealed class FalcoIdentityPropertyTests
{
    private static readonly Gen<JsonObject> Alert =
        from rule in Gen.OneOf("Terminal shell in container", "r", "ü")
        from priority in Gen.OneOf("Notice", "Critical", "odd")
        from time in Gen.OneOf("2026-06-02T09:14:07.123456789Z", "2026-06-02T09:14:07.100000000Z", "yesterday")
        from output in JsonGen.Text
        from source in Gen.OneOf("syscall", "k8s_audit", "okta")
        from tags in JsonGen.Text.Array[0, 4]
        from fields in JsonGen.Object
        select new JsonObject
        {
            ["rule"] = rule,
            ["priority"] = priority,
            ["time"] = time,
            ["output"] = output,
            ["source"] = source,
            ["hostname"] = "worker-1",
            ["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]),
            ["output_fields"] = fields.DeepClone(),
        };

    [Fact]
    public void Order_blanks_escapes_and_what_relays_add_do_not_matter() =>
        Gen.Select(Alert, Gen.Int, Gen.Int).Sample(
            (alert, one, other) =>
            {
                var relayed = (JsonObject)alert.DeepClone();
                relayed["uuid"] = $"{one}";
                relayed["priority"] = alert["priority"]!.GetValue<string>() is "Notice" ? "NOTICE" : alert["priority"]!.DeepClone();
                relayed["time"] = alert["time"]!.GetValue<string>().Replace("100000000Z", "1Z", StringComparison.Ordinal);

                Assert.Equal(Id(new JsonVariants(one).Write(alert)), Id(new JsonVariants(other).Write(relayed)));
            },
            iter: 3_000);

    [Fact]
    public void Any_other_value_matters() =>
        Gen.Select(Alert, JsonGen.Scalar, Gen.Int[0, 20], Gen.Int).Sample(
            (alert, value, at, seed) =>
            {
                var changed = (JsonObject)alert.DeepClone();
                var places = Places(changed).ToList();
                places[at % places.Count](value?.DeepClone());
                if (Same(alert, changed))
                    return;

                Assert.NotEqual(Id(new JsonVariants(seed).Write(alert)), Id(new JsonVariants(seed).Write(changed)));
            },
            iter: 3_000);

    [Fact]
    public void Leaving_a_field_out_matters() =>
        Alert.Where(alert => alert["output_fields"]!.AsObject().Count > 0).Sample(
            alert =>
            {
                var changed = (JsonObject)alert.DeepClone();
                var fields = changed["output_fields"]!.AsObject();
                fields.Remove(fields.First().Key);

                Assert.NotEqual(Id(new JsonVariants(1).Write(alert)), Id(new JsonVariants(1).Write(changed)));
            },
            iter: 1_000);

    [Fact]
    public void Of_a_repeated_field_the_last_counts()
    {
        var once = Id("""{"rule":"r","output_fields":{"a":2,"b":1}}"""u8);

        Assert.Equal(once, Id("""{"rule":"x","rule":"r","output_fields":{"a":1,"b":1,"a":2}}"""u8));
        Assert.NotEqual(once, Id("""{"rule":"r","output_fields":{"a":2,"b":1,"a":1}}"""u8));
    }

    [Fact]
    public void Hundreds_of_fields_in_any_order_are_the_same_alert()
    {
        var members = Enumerable.Range(0, 300).Select(i => $"\"f{i:000}\":{i}").ToList();

        var forward = Id(Encoding.UTF8.GetBytes($"{{\"rule\":\"r\",\"output_fields\":{{{string.Join(',', members)}}}}}"));
        members.Reverse();
        var backward = Id(Encoding.UTF8.GetBytes($"{{\"rule\":\"r\",\"output_fields\":{{{string.Join(',', members)}}}}}"));

        Assert.Equal(forward, backward);
    }

    private static SignalId Id(ReadOnlySpan<byte> json) => ConformanceCases.Read(SensorNames.Falco, json).Id;

    /// <summary>All places where a value can be put, but the rule, without which it is no alert.</summary>
    private static IEnumerable<Action<JsonNode?>> Places(JsonObject alert)
    {
        foreach (var name in alert.Select(member => member.Key).Where(name => name is not ("rule" or "tags" or "output_fields")).ToList())
            yield return value => alert[name] = value;

        var fields = alert["output_fields"]!.AsObject();
        foreach (var name in fields.Select(member => member.Key).ToList())
            yield return value => fields[name] = value;
        yield return value => fields["added"] = value;
        yield return value => alert["tags"]!.AsArray().Add(value);
    }

    /// <summary>What is spelled otherwise on purpose is no difference: an absent source, a priority as a number.</summary>
    private static bool Same(JsonObject left, JsonObject right)
    {
        right["priority"] = right["priority"]?.ToString() switch
        {
            "2" => "Critical",
            "5" => "Notice",
            _ => right["priority"]?.DeepClone(),
        };

        var (one, other) = ((JsonObject)left.DeepClone(), (JsonObject)right.DeepClone());
        foreach (var alert in new[] { one, other })
            if (alert["source"] is null || alert["source"]!.ToString() is "" or "syscall")
                alert["source"] = "syscall";

        return JsonNode.DeepEquals(one, other);
    }
}
