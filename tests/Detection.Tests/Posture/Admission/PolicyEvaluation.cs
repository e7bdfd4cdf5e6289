using System.Text.Json;
using Cel;

namespace IncidentMesh.Detection.Tests.Posture.Admission;

/// <summary>Evaluates a ValidatingAdmissionPolicy as an API server does: variables in their order, then the validations.</summary>
internal static class PolicyEvaluation
{
    /// <returns>Messages of the validations that are false.</returns>
    public static IReadOnlyList<string> Refuse(JsonElement policy, JsonElement target, JsonElement? before = null)
    {
        var environment = new CelEnvironment(null, null);
        var variables = new Dictionary<string, object?>();
        var activation = new Dictionary<string, object?>
        {
            ["object"] = Value(target),
            ["oldObject"] = before is { } old ? Value(old) : null,
            ["request"] = new Dictionary<string, object?> { ["operation"] = before is null ? "CREATE" : "UPDATE" },
            ["variables"] = variables,
        };
        var spec = policy.GetProperty("spec");
        foreach (var variable in spec.GetProperty("variables").EnumerateArray())
            variables[variable.GetProperty("name").GetString()!] = environment.Program(variable.GetProperty("expression").GetString()!, activation);
        return
        [
            .. spec.GetProperty("validations").EnumerateArray()
                .Where(validation => !Assert.IsType<bool>(environment.Program(validation.GetProperty("expression").GetString()!, activation)))
                .Select(validation => validation.GetProperty("message").GetString()!),
        ];
    }

    /// <summary>As the API server holds it: fields that are null are not there.</summary>
    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        // For this interpreter an object without members is one that is not set: has(v.emptyDir) would be false.
        JsonValueKind.Object when !element.EnumerateObject().Any() => new Dictionary<string, object?> { ["-"] = "" },
        JsonValueKind.Object => element.EnumerateObject()
            .Where(static member => member.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(static member => member.Name, static member => Value(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetInt64(),
        _ => element.GetBoolean(),
    };
}
