using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Language.Parsing;
using IncidentMesh.Detection.Rules.Loading.Definitions;

namespace IncidentMesh.Detection.Rules.Loading.Resolution;

/// <summary>
/// Puts the items of lists in the place of their names, as text and wherever the name stands between delimiters, as Falco
/// does before it parses a condition.
/// </summary>
/// <remarks>
/// Different from Falco: lists within lists within lists are put in too. Falco goes one level deep and takes the name of
/// a list that lies deeper for a value, which no event ever has.
/// </remarks>
internal sealed class ListSubstitution
{
    /// <summary>Most items of a list, with those of the lists in it.</summary>
    public const int MaximumItems = 200_000;

    private const string Blanks = " \t\n\r";
    private const string Delimiters = Blanks + "(),=";

    private readonly RuleCollection _collection;
    private readonly LoadLog _log;
    private readonly Dictionary<string, ImmutableArray<string>> _items = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Text)> _texts = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public ListSubstitution(RuleCollection collection, LoadLog log)
    {
        _collection = collection;
        _log = log;
        foreach (var list in collection.Lists)
            _texts.Add((list.Name, string.Join(", ", ItemsOf(list).Select(Quoted))));
    }

    public bool IsUsed(string list) => _used.Contains(list);

    /// <summary>In quotes if there is a blank in it. What is quoted already stays.</summary>
    public static string Quoted(string item) =>
        item.Contains(' ', StringComparison.Ordinal) && item[0] is not ('"' or '\'') ? $"\"{item}\"" : item;

    /// <returns>Null where the text grows beyond what the parser reads.</returns>
    public TracedText? Apply(TracedText condition)
    {
        foreach (var (name, items) in _texts)
        {
            if (Apply(condition, name, items) is not { } replaced)
                return null;
            condition = replaced;
        }

        return condition;
    }

    private TracedText? Apply(TracedText condition, string name, string items)
    {
        var text = condition.Text;
        TracedText? result = null;
        var done = 0;
        var length = text.Length;
        for (var start = text.IndexOf(name, StringComparison.Ordinal); start >= 0;)
        {
            var end = start + name.Length;
            if (!IsDelimited(text, start, end))
            {
                start = text.IndexOf(name, start + 1, StringComparison.Ordinal);
                continue;
            }

            _used.Add(name);
            var from = start;
            while (from > done && Blanks.Contains(text[from - 1], StringComparison.Ordinal))
                from--;
            var to = end;
            while (to < text.Length && Blanks.Contains(text[to], StringComparison.Ordinal))
                to++;
            // An empty list takes one of the commas around it along.
            if (items.Length == 0 && from > done && text[from - 1] == ',')
                from--;
            else if (items.Length == 0 && to < text.Length && text[to] == ',')
                to++;
            length += items.Length + 2;
            if (length > ConditionParser.MaximumLength)
                return null;
            var piece = TracedText.At(condition.PlaceAt(start), (from > 0 ? " " : "") + items + " ");
            result = result is null ? condition.Slice(0, from) + piece : result + condition.Slice(done, from) + piece;
            done = to;
            start = to < text.Length ? text.IndexOf(name, to, StringComparison.Ordinal) : -1;
        }

        return result is null ? condition : result + condition.Slice(done, text.Length);
    }

    private static bool IsDelimited(string text, int start, int end) =>
        (start == 0 || Delimiters.Contains(text[start - 1], StringComparison.Ordinal))
        && (end >= text.Length || Delimiters.Contains(text[end], StringComparison.Ordinal));

    /// <summary>The items of a list; in it, the items of those lists that were defined before it was last touched.</summary>
    private ImmutableArray<string> ItemsOf(ListDefinition list)
    {
        if (_items.TryGetValue(list.Name, out var known))
            return known;
        // A list that was defined anew can see itself through others: there its name stays a name.
        _items[list.Name] = [list.Name];
        var items = ImmutableArray.CreateBuilder<string>();
        foreach (var item in list.Items)
        {
            if (_collection.List(item) is { } inner && inner.Index < list.Visibility)
            {
                _used.Add(inner.Name);
                items.AddRange(ItemsOf(inner));
            }
            else
            {
                items.Add(item);
            }

            if (items.Count > MaximumItems)
            {
                _log.Error(LoadCode.Validate, list.Place, list.Item, $"the list has more than {MaximumItems} items with those of the lists in it");
                items.Clear();
                break;
            }
        }

        return _items[list.Name] = items.ToImmutable();
    }
}
