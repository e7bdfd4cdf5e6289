using System.Globalization;
using System.Text.Json;

namespace IncidentMesh.Detection.Scoring.Input;

/// <summary>A JSON object of the input: what is wrong in it is told with its place and what to write instead.</summary>
internal sealed class InputObject
{
    private readonly JsonElement _json;
    private readonly string _place;
    private readonly List<string> _problems;

    /// <param name="json">An object.</param>
    /// <param name="place">Where it stands; empty for the whole line.</param>
    /// <param name="known">Names of the members that are read.</param>
    /// <param name="problems">Takes what must be changed.</param>
    /// <param name="notes">Takes what is not understood.</param>
    public InputObject(JsonElement json, string place, IReadOnlyCollection<string> known, List<string> problems, List<string> notes)
    {
        (_json, _place, _problems) = (json, place, problems);
        foreach (var member in json.EnumerateObject())
            if (!known.Contains(member.Name))
                notes.Add($"{At(member.Name)} is not known and counts for nothing; known are {string.Join(", ", known)}.");
    }

    /// <summary>The member; undefined where it is missing or null, which both mean that it is not known.</summary>
    public JsonElement Member(string name) => _json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : default;

    public bool Has(string name) => Member(name).ValueKind != JsonValueKind.Undefined;

    public string At(string name) => _place.Length == 0 ? name : $"{_place}.{name}";

    public void Problem(string name, string remedy) => _problems.Add($"{At(name)} {remedy}");

    public string? Text(string name)
    {
        var member = Member(name);
        if (member.ValueKind is JsonValueKind.Undefined or JsonValueKind.String)
            return member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        Problem(name, "must be a text.");
        return null;
    }

    public bool? Flag(string name)
    {
        var member = Member(name);
        if (member.ValueKind is JsonValueKind.Undefined or JsonValueKind.True or JsonValueKind.False)
            return member.ValueKind == JsonValueKind.Undefined ? null : member.ValueKind == JsonValueKind.True;
        Problem(name, "must be true or false; leave it out where it is not known.");
        return null;
    }

    public double? Number(string name, double least, double most)
    {
        var member = Member(name);
        if (member.ValueKind == JsonValueKind.Undefined)
            return null;
        if (member.ValueKind == JsonValueKind.Number && member.TryGetDouble(out var number) && number >= least && number <= most)
            return number;
        Problem(name, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} {(most < double.MaxValue ? $"to {most}" : "up")}."));
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        var member = Member(name);
        if (member.ValueKind == JsonValueKind.Undefined)
            return null;
        if (member.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(member.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        Problem(name, "must be a time such as \"2026-11-01T00:00:00Z\".");
        return null;
    }

    /// <param name="name">Name of the member.</param>
    /// <param name="meaning">What a text means; null where it means nothing.</param>
    /// <param name="words">What may be written, for the remedy.</param>
    /// <returns>Null where it is missing, or says that it is unknown.</returns>
    public T? Word<T>(string name, Func<string, T?> meaning, IEnumerable<string> words)
        where T : struct
    {
        if (Text(name) is not { } text || text.Trim().Equals("unknown", StringComparison.OrdinalIgnoreCase))
            return null;
        if (meaning(text) is { } value)
            return value;
        Problem(name, $"is '{text}', which means nothing here: write {string.Join(", ", words)} or unknown.");
        return null;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        var member = Member(name);
        if (member.ValueKind == JsonValueKind.Undefined)
            return [];
        if (member.ValueKind == JsonValueKind.Array && member.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String))
            return [.. member.EnumerateArray().Select(static item => item.GetString()!)];
        Problem(name, "must be a list of texts.");
        return [];
    }

    public IReadOnlyDictionary<string, string> TextMap(string name)
    {
        var member = Member(name);
        if (member.ValueKind == JsonValueKind.Object && member.EnumerateObject().All(static one => one.Value.ValueKind == JsonValueKind.String))
            return member.EnumerateObject().DistinctBy(static one => one.Name).ToDictionary(static one => one.Name, static one => one.Value.GetString()!);
        if (member.ValueKind != JsonValueKind.Undefined)
            Problem(name, "must be an object whose members are texts.");
        return new Dictionary<string, string>();
    }

    /// <param name="name">Name of the member.</param>
    /// <param name="most">Most items; what is longer is refused.</param>
    /// <returns>The objects of a list with their places.</returns>
    public IEnumerable<(JsonElement Json, string Place)> Objects(string name, int most)
    {
        var member = Member(name);
        if (member.ValueKind == JsonValueKind.Undefined)
            yield break;
        if (member.ValueKind != JsonValueKind.Array)
        {
            Problem(name, "must be a list of objects.");
            yield break;
        }

        if (member.GetArrayLength() > most)
        {
            Problem(name, string.Create(CultureInfo.InvariantCulture, $"has {member.GetArrayLength():N0} items: {most:N0} are the most; leave the least severe out."));
            yield break;
        }

        var index = 0;
        foreach (var item in member.EnumerateArray())
        {
            var place = $"{At(name)}[{index++}]";
            if (item.ValueKind == JsonValueKind.Object)
                yield return (item, place);
            else
                _problems.Add($"{place} must be an object.");
        }
    }
}
