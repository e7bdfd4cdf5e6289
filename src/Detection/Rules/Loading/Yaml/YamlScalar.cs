namespace IncidentMesh.Detection.Rules.Loading.Yaml;

/// <summary>A single value.</summary>
internal sealed record YamlScalar(TextPlace Place, string Value, bool IsPlain, SourceLines Source, int Start)
    : YamlNode(Place, 1)
{
    /// <summary>Whether YAML means nothing by it: empty or <c>~</c> or <c>null</c> without quotes.</summary>
    public bool IsNull => IsPlain && Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>
    /// Where each character of the value stands in the file. Folding changes blanks and line ends only, so the two texts
    /// are walked side by side, letter by letter; escapes in quotes may shift a place by some characters.
    /// </summary>
    public TextPlace[] Places()
    {
        var places = new TextPlace[Value.Length];
        var position = Start;
        var text = Source.Text;
        if (!IsPlain && position < text.Length && text[position] is '|' or '>')
            position = Math.Max(position, text.IndexOf('\n', position));
        for (var i = 0; i < Value.Length; i++)
        {
            if (!char.IsWhiteSpace(Value[i]))
            {
                var next = text.IndexOf(Value[i], position);
                position = next < 0 ? position : next;
            }

            places[i] = Source.PlaceOf(position);
            if (position < text.Length && (!char.IsWhiteSpace(Value[i]) || char.IsWhiteSpace(text[position])))
                position++;
        }

        return places;
    }
}
