using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using IncidentMesh.Detection.Rules.Compilation.Matching;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>The rules of one source with the indexes that find them.</summary>
internal sealed class SourceRules
{
    private static readonly int[] None = [];
    private readonly RuleSet.Rule[] _rules;
    private readonly int[] _always;
    private readonly ImmutableArray<Index> _indexes;

    public SourceRules(RuleSet.Rule[] rules, FieldSlots slots)
    {
        _rules = rules;
        var positions = Enumerable.Range(0, rules.Length).ToList();
        _always = [.. positions.Where(position => rules[position].Necessary is null)];
        _indexes =
        [
            .. positions.Where(position => rules[position].Necessary is not null)
                .GroupBy(position => rules[position].Necessary!.Field)
                .Select(group => new Index(slots.SlotOf(group.Key), group, rules)),
        ];
    }

    public void Match(EventContext context, RuleMatching matching, ICollection<int> matches)
    {
        // The candidates of every index are in the order of loading; they are merged to keep that order.
        var lists = default(CandidateLists);
        for (var i = 0; i < _indexes.Length; i++)
            lists[i] = _indexes[i].CandidatesOf(context);
        lists[_indexes.Length] = _always;
        Span<int> heads = stackalloc int[_indexes.Length + 1];
        heads.Clear();
        while (true)
        {
            var next = int.MaxValue;
            var from = -1;
            for (var i = 0; i < heads.Length; i++)
            {
                var candidates = lists[i];
                if (heads[i] < candidates.Length && candidates[heads[i]] < next)
                {
                    next = candidates[heads[i]];
                    from = i;
                }
            }

            if (from < 0)
                return;
            heads[from]++;
            if (_rules[next].Predicate.Holds(context))
            {
                matches.Add(_rules[next].Number);
                if (matching == RuleMatching.First)
                    return;
            }
        }
    }

    /// <summary>One list for each field that rules are found by, and one more.</summary>
    [InlineArray(NecessaryValues.FieldCount + 1)]
    private struct CandidateLists
    {
        private int[] _first;
    }

    private sealed class Index
    {
        private readonly int _slot;
        private readonly FrozenDictionary<byte[], int[]>.AlternateLookup<ReadOnlySpan<byte>> _byValue;

        public Index(int slot, IEnumerable<int> positions, RuleSet.Rule[] rules)
        {
            _slot = slot;
            var byValue = new Dictionary<byte[], List<int>>(Utf8Comparer.Instance);
            foreach (var position in positions)
            {
                foreach (var value in rules[position].Necessary!.Values)
                {
                    if (!byValue.TryGetValue(value, out var found))
                        byValue.Add(value, found = []);
                    found.Add(position);
                }
            }

            _byValue = byValue.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray(), Utf8Comparer.Instance)
                .GetAlternateLookup<ReadOnlySpan<byte>>();
        }

        public int[] CandidatesOf(EventContext context)
        {
            ref readonly var value = ref context.Value(_slot);
            return value.Kind == FieldValueKind.Utf8 && _byValue.TryGetValue(value.Utf8.Span, out var found) ? found : None;
        }
    }
}
