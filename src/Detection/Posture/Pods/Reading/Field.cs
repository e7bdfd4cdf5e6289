using System.Text.Json;
using IncidentMesh.Detection.Posture.Exposure.Networks;

namespace IncidentMesh.Detection.Posture.Pods.Reading;

/// <summary>
/// An object in a JSON document, with its place. Members that are missing or null are absent; one of the wrong type is absent
/// too, and a problem.
/// </summary>
internal readonly struct Field(JsonElement element, FieldPlace place, List<ReadProblem> problems)
{
    /// <summary>Most problems that are noted of one object: the rest says nothing new.</summary>
    public const int MaximumProblems = 20;

    private readonly JsonElement _element = element;

    public FieldPlace Place { get; } = place;

    /// <summary>Names of the members that are not null.</summary>
    public IEnumerable<string> Members =>
        _element.EnumerateObject().Where(static member => member.Value.ValueKind != JsonValueKind.Null).Select(static member => member.Name);

    public Field? Object(string name) =>
        Member(name, JsonValueKind.Object, "is no object.") is { } member ? new Field(member, Place.Member(name), problems) : null;

    public bool? Flag(string name)
    {
        if (Present(name) is not { } member)
            return null;
        if (member.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return member.GetBoolean();
        Report(name, "is neither true nor false.");
        return null;
    }

    public string? Text(string name)
    {
        if (Member(name, JsonValueKind.String, "is no text.") is not { } member)
            return null;
        if (Decoded(member) is { } text)
            return text;
        Report(name, "is no text.");
        return null;
    }

    /// <summary>A text that is not longer than Kubernetes lets any name be.</summary>
    public string? Name(string name)
    {
        var text = Text(name);
        if (text is not { Length: > 253 })
            return text;
        Report(name, "is longer than 253 characters, the most for a name.");
        return null;
    }

    public long? Integer(string name)
    {
        if (Member(name, JsonValueKind.Number, "is no number.") is not { } member)
            return null;
        if (member.TryGetInt64(out var number))
            return number;
        Report(name, "is no whole number of 64 bits.");
        return null;
    }

    public int? Port(string name)
    {
        var number = Integer(name);
        if (number is null or (>= 0 and <= 65_535))
            return (int?)number;
        Report(name, "is no port from 0 to 65,535.");
        return null;
    }

    /// <summary>A port by its number or by a container's name for it. As in the API server, 0 is none.</summary>
    public PortReference? PortOrName(string name)
    {
        if (Present(name) is { ValueKind: JsonValueKind.String })
            return Text(name) is { Length: > 0 } found ? new PortReference(0, found) : null;
        return Port(name) is > 0 and var number ? new PortReference(number, null) : null;
    }

    public IEnumerable<Field> Objects(string name)
    {
        if (Member(name, JsonValueKind.Array, "is no list.") is not { } list)
            yield break;
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var at = Place.Item(name, index++);
            if (item.ValueKind == JsonValueKind.Object)
                yield return new Field(item, at, problems);
            else
                Report(at, "is no object.");
        }
    }

    public IReadOnlyList<string> Texts(string name)
    {
        if (Member(name, JsonValueKind.Array, "is no list.") is not { } list)
            return [];
        var texts = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            if (Decoded(item) is { } text)
                texts.Add(text);
            else
                Report(Place.Item(name, texts.Count), "is no text.");
        }

        return texts;
    }

    public IReadOnlyList<long> Integers(string name)
    {
        if (Member(name, JsonValueKind.Array, "is no list.") is not { } list)
            return [];
        var numbers = new List<long>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number))
                numbers.Add(number);
            else
                Report(Place.Item(name, numbers.Count), "is no whole number of 64 bits.");
        }

        return numbers;
    }

    /// <summary>Keys with texts. As in the API server, a null is an empty text.</summary>
    public IReadOnlyDictionary<string, string> TextMap(string name)
    {
        if (Member(name, JsonValueKind.Object, "is no object.") is not { } map)
            return ObjectMetadata.Empty.Labels;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.EnumerateObject())
        {
            if (entry.Value.ValueKind == JsonValueKind.Null)
                texts[entry.Name] = "";
            else if (Decoded(entry.Value) is { } text)
                texts[entry.Name] = text;
            else
                Report(Place.Member(name).Member(entry.Name), "is no text: put it in quotes.");
        }

        return texts;
    }

    public void Report(string name, string message) => Report(Place.Member(name), message);

    public void Report(FieldPlace at, string message)
    {
        if (problems.Count < MaximumProblems)
            problems.Add(new ReadProblem(at.ToString(), message));
    }

    /// <returns>Null for what is no text, and for one with half a surrogate pair.</returns>
    internal static string? Decoded(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private JsonElement? Present(string name) =>
        _element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private JsonElement? Member(string name, JsonValueKind kind, string otherwise)
    {
        if (Present(name) is not { } member)
            return null;
        if (member.ValueKind == kind)
            return member;
        Report(name, otherwise);
        return null;
    }
}
