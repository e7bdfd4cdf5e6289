using System.Collections.Frozen;
using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation.Matching.Text;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>
/// Finds the rules that an event can fire by the values that they need. Each rule is entered under the field that the fewest
/// others would be found by with it; where many stand under one value, an index of another field tells them apart.
/// </summary>
internal sealed class RuleIndex
{
    /// <summary>So many rules are asked one after the other before another field is worth reading.</summary>
    private const int FewRules = 12;

    /// <summary>Most values of a rule in an inner index: it stands there once for each value of the outer one, too.</summary>
    private const int MostInnerValues = 16;

    /// <summary>There in nearly every event, cheap to read, and named by most rules; best first.</summary>
    private static readonly string[] Usual = ["ka.target.resource", "ka.target.subresource", "evt.type", "syscall.type", "ka.verb"];

    /// <summary>As cheap, but only worth it where the usual ones leave too many.</summary>
    private static readonly string[] Selective =
    [
        "ka.target.name", "ka.target.namespace", "ka.user.name", "proc.name", "container.image.repository", "k8s.ns.name", "k8s.pod.name",
        "user.name",
    ];

    private readonly FieldLookup[] _lookups;

    private RuleIndex(IEnumerable<(NecessaryValues Key, Entry Rule)> assigned, FieldSlots slots, bool isInner) => _lookups =
    [
        .. assigned.GroupBy(pair => pair.Key.Field).Select(ofField => new FieldLookup(slots.SlotOf(ofField.Key), [.. ofField], slots, isInner)),
    ];

    /// <param name="rules">The rules by their positions.</param>
    /// <param name="slots">Where the fields of the index get theirs.</param>
    /// <param name="unfound">Those that an event cannot be asked for, which every event may fire.</param>
    public static RuleIndex Build(IReadOnlyList<Entry> rules, FieldSlots slots, out IReadOnlyList<int> unfound)
    {
        var usual = new Frequencies(rules, Usual.Contains);
        var selective = new Frequencies(rules, field => Usual.Contains(field) || Selective.Contains(field));
        var assigned = new List<(NecessaryValues, Entry)>();
        var rest = new List<int>();
        foreach (var rule in rules)
        {
            var key = usual.BestOf(rule, field => Array.IndexOf(Usual, field));
            if (key is null || usual.Of(key) > FewRules)
                key = selective.BestOf(rule, field => Array.IndexOf(Usual, field)) ?? key;
            if (key is null)
                rest.Add(rule.Position);
            else
                assigned.Add((key, rule));
        }

        unfound = rest;
        return new RuleIndex(assigned, slots, isInner: false);
    }

    /// <summary>Marks the rules that the event can fire.</summary>
    public void Mark(EventContext context, Span<ulong> candidates)
    {
        foreach (var lookup in _lookups)
            lookup.Mark(context, candidates);
    }

    /// <summary>A rule to be found.</summary>
    /// <param name="Position">Its place among the rules of its source.</param>
    /// <param name="Necessary">What it can be found by.</param>
    internal sealed record Entry(int Position, ImmutableArray<NecessaryValues> Necessary);

    /// <summary>How many rules stand under each value of each field.</summary>
    private sealed class Frequencies
    {
        private readonly Func<string, bool> _isAllowed;
        private readonly Dictionary<FieldReference, Dictionary<byte[], int>> _counts = [];

        public Frequencies(IEnumerable<Entry> rules, Func<string, bool> isAllowed)
        {
            _isAllowed = isAllowed;
            foreach (var key in rules.SelectMany(rule => rule.Necessary).Where(key => isAllowed(key.Field.Field.Name)))
            {
                if (!_counts.TryGetValue(key.Field, out var ofField))
                    _counts.Add(key.Field, ofField = new Dictionary<byte[], int>(Utf8Comparer.Instance));
                foreach (var value in key.Values)
                    ofField[value] = ofField.GetValueOrDefault(value) + 1;
            }
        }

        public int Of(NecessaryValues key) => key.Values.Sum(value => _counts[key.Field][value]);

        public NecessaryValues? BestOf(Entry rule, Func<string, int> preference) => rule.Necessary
            .Where(key => _isAllowed(key.Field.Field.Name))
            .OrderBy(Of).ThenBy(key => (uint)preference(key.Field.Field.Name)).FirstOrDefault();
    }

    private sealed class FieldLookup
    {
        private readonly int _slot;
        private readonly FrozenDictionary<byte[], Found>.AlternateLookup<ReadOnlySpan<byte>> _byValue;

        public FieldLookup(int slot, (NecessaryValues Key, Entry Rule)[] assigned, FieldSlots slots, bool isInner)
        {
            _slot = slot;
            var byValue = new Dictionary<byte[], List<Entry>>(Utf8Comparer.Instance);
            foreach (var (key, rule) in assigned)
            {
                foreach (var value in key.Values)
                {
                    if (!byValue.TryGetValue(value, out var found))
                        byValue.Add(value, found = []);
                    found.Add(rule);
                }
            }

            var field = assigned[0].Key.Field;
            _byValue = byValue
                .ToFrozenDictionary(pair => pair.Key, pair => Found.Of(pair.Value, field, slots, isInner), Utf8Comparer.Instance)
                .GetAlternateLookup<ReadOnlySpan<byte>>();
        }

        public void Mark(EventContext context, Span<ulong> candidates)
        {
            ref readonly var value = ref context.Value(_slot);
            if (value.Kind == FieldValueKind.Utf8)
                Mark(value, context, candidates);
            foreach (ref readonly var item in value.Items)
                Mark(item, context, candidates);
        }

        private void Mark(in FieldValue value, EventContext context, Span<ulong> candidates)
        {
            if (_byValue.TryGetValue(value.Utf8.Span, out var found))
                found.Mark(context, candidates);
        }
    }

    /// <summary>The rules under one value.</summary>
    private sealed class Found(int[] positions, RuleIndex? inner)
    {
        public static Found Of(List<Entry> rules, FieldReference field, FieldSlots slots, bool isInner)
        {
            if (isInner || rules.Count <= FewRules)
                return new Found([.. rules.Select(rule => rule.Position)], null);
            var frequencies = new Frequencies(rules, name => name != field.Field.Name);
            var assigned = new List<(NecessaryValues, Entry)>();
            var rest = new List<int>();
            foreach (var rule in rules)
            {
                var key = frequencies.BestOf(rule, name => Array.IndexOf(Usual, name));
                if (key is null || key.Values.Count > MostInnerValues || frequencies.Of(key) > rules.Count / 2)
                    rest.Add(rule.Position);
                else
                    assigned.Add((key, rule));
            }

            return new Found([.. rest], assigned.Count == 0 ? null : new RuleIndex(assigned, slots, isInner: true));
        }

        public void Mark(EventContext context, Span<ulong> candidates)
        {
            foreach (var position in positions)
                candidates[position >> 6] |= 1UL << position;
            inner?.Mark(context, candidates);
        }
    }
}
