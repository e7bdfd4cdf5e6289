using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>A text put together from pieces of rule files, each character of which knows where it comes from.</summary>
internal sealed class TracedText
{
    private readonly TextPlace[] _places;

    private TracedText(string text, TextPlace[] places)
    {
        Text = text;
        _places = places;
    }

    public string Text { get; }

    public static TracedText Of(YamlScalar scalar) => new(scalar.Value, scalar.Places());

    /// <summary>A text that stands in no file as it is, but for something at a place.</summary>
    public static TracedText At(TextPlace place, string text)
    {
        var places = new TextPlace[text.Length];
        Array.Fill(places, place);
        return new TracedText(text, places);
    }

    public static TracedText operator +(TracedText left, TracedText right) =>
        new(left.Text + right.Text, [.. left._places, .. right._places]);

    public TracedText Slice(int start, int end) => new(Text[start..end], _places[start..end]);

    /// <summary>Place of an offset; of the last character for the end of the text.</summary>
    public TextPlace PlaceAt(int offset) => _places.Length == 0 ? default : _places[Math.Clamp(offset, 0, _places.Length - 1)];
}
