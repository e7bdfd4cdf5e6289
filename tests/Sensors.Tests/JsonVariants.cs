using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace IncidentMesh.Sensors.Tests;

/// <summary>Writes the same JSON in many ways: other order of members, blanks, escapes, spellings of numbers.</summary>
internal sealed class JsonVariants(int seed)
{
    private static readonly string[] Blanks = ["", "", "", " ", "\n", "\t ", "\r\n  "];
    private readonly Random _random = new(seed);

    public byte[] Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void Write(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                Join(text, '{', '}', Shuffled(members), member =>
                {
                    WriteString(text, member.Key);
                    text.Append(Blank()).Append(':').Append(Blank());
                    Write(text, member.Value);
                });
                break;
            case JsonArray items:
                Join(text, '[', ']', items, item => Write(text, item));
                break;
            case JsonValue value when value.TryGetValue(out string? words):
                WriteString(text, words);
                break;
            case JsonValue value when value.TryGetValue(out long number):
                text.Append(Number(number));
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private void Join<T>(StringBuilder text, char open, char close, IEnumerable<T> items, Action<T> write)
    {
        text.Append(open).Append(Blank());
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                text.Append(',').Append(Blank());
            first = false;
            write(item);
            text.Append(Blank());
        }

        text.Append(close);
    }

    private void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var unit in value)
        {
            if (unit is '"' or '\\' or < ' ' || char.IsSurrogate(unit) || _random.Next(10) == 0)
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            else
                text.Append(unit);
        }

        text.Append('"');
    }

    private string Number(long number) => _random.Next(4) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{number}.0"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{number}e0"),
        2 when number % 10 == 0 && number != 0 => string.Create(CultureInfo.InvariantCulture, $"{number / 10}E+1"),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    private List<KeyValuePair<string, JsonNode?>> Shuffled(JsonObject members)
    {
        var list = members.ToList();
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = _random.Next(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }

        return list;
    }

    private string Blank() => Blanks[_random.Next(Blanks.Length)];
}
