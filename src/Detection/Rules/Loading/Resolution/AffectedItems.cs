using System.Buffers;
using IncidentMesh.Detection.Rules.Loading.Definitions;

namespace IncidentMesh.Detection.Rules.Loading.Resolution;

/// <summary>
/// Tells what means something else since a mark: what was defined or changed since, and whatever has a name of that in its
/// text. All else was checked before and is as it was, so that many files cost what one of them all would.
/// </summary>
internal sealed class AffectedItems
{
    private readonly int _mark;
    private readonly HashSet<string> _names;
    private readonly RuleCollection _collection;
    private readonly SearchValues<string> _search;

    public AffectedItems(RuleCollection collection, int mark)
    {
        (_collection, _mark) = (collection, mark);
        _names = [.. collection.Lists.Where(IsChanged).Select(list => list.Name), .. collection.Macros.Where(IsChanged).Select(macro => macro.Name)];
        _search = SearchValues.Create([.. _names], StringComparison.Ordinal);
        while (Spread())
            _search = SearchValues.Create([.. _names], StringComparison.Ordinal);
    }

    public bool Contains(MacroDefinition macro) => _names.Contains(macro.Name);

    public bool Contains(RuleDefinition rule) => IsChanged(rule) || Mentions(rule.Condition.Text) || rule.Exceptions.Exists(Mentions);

    public bool Contains(CorrelationDefinition correlation) =>
        IsChanged(correlation)
        || correlation.Steps.Any(step => Mentions(step.Condition.Text))
        || (_collection.Rule(correlation.Name) is { } rule && IsChanged(rule));

    /// <returns>Whether more lists or macros turned out to have such a name in their text.</returns>
    private bool Spread()
    {
        var before = _names.Count;
        _names.UnionWith(_collection.Lists.Where(list => list.Items.Exists(Mentions)).Select(list => list.Name).ToList());
        _names.UnionWith(_collection.Macros.Where(macro => Mentions(macro.Condition.Text)).Select(macro => macro.Name).ToList());
        return _names.Count > before;
    }

    private bool IsChanged(Definition definition) => definition.Visibility >= _mark;

    /// <summary>Also a longer word counts: to check too much does no harm.</summary>
    private bool Mentions(string text) => text.AsSpan().ContainsAny(_search);

    private bool Mentions(ExceptionDefinition exception) =>
        exception.Values.Exists(Mentions) || (exception.Fields is { } fields && Mentions(fields));

    private bool Mentions(ExceptionEntry entry) => entry.Text is { } text ? Mentions(text) : entry.Items.Any(Mentions);
}
