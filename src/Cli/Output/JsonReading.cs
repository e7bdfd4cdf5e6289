using System.Globalization;
using System.Text.Json;

namespace IncidentMesh.Cli.Output;

/// <summary>Reads answers for tables. A newer server may leave things out or add some: what is missing is empty, never an error.</summary>
internal static class JsonReading
{
    /// <summary>JSON null.</summary>
    public static readonly JsonElement Nothing = JsonDocument.Parse("null").RootElement;

    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : Nothing;

    /// <returns>A text as it is, a number or boolean as JSON writes it, empty otherwise.</returns>
    public static string Text(this JsonElement element, string name)
    {
        var member = element.Member(name);
        return member.ValueKind switch
        {
            JsonValueKind.String => member.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.GetRawText(),
            _ => "",
        };
    }

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static bool Has(this JsonElement element, string name) =>
        element.Member(name).ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    /// <summary>A list of texts as one.</summary>
    public static string Joined(this JsonElement element, string name) =>
        string.Join(", ", element.Items(name).Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()));

    /// <returns>A time as people read it, in UTC to the second.</returns>
    public static string Time(this JsonElement element, string name)
    {
        var text = element.Text(name);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? Show(time) : text;
    }

    /// <returns>A whole number; 0 where there is none.</returns>
    public static long Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0;

    public static DateTimeOffset? Moment(this JsonElement element, string name) =>
        DateTimeOffset.TryParse(element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
