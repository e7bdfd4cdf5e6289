using System.Numerics;

namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>The rules of one source with the index that finds them.</summary>
internal sealed class SourceRules
{
    private readonly RuleSet.Rule[] _rules;
    private readonly RuleIndex _index;

    /// <summary>The rules that every event may fire, a bit for each.</summary>
    private readonly ulong[] _always;

    public SourceRules(RuleSet.Rule[] rules, FieldSlots slots)
    {
        _rules = rules;
        _always = new ulong[(rules.Length + 63) / 64];
        RuleIndex.Entry[] entries = [.. rules.Select((rule, position) => new RuleIndex.Entry(position, rule.Necessary))];
        _index = RuleIndex.Build(entries, slots, out var unfound);
        foreach (var position in unfound)
            _always[position >> 6] |= 1UL << position;
    }

    /// <summary>Number of words that hold a bit for each rule.</summary>
    public int Words => _always.Length;

    public void Match(EventContext context, RuleMatching matching, ICollection<int> matches)
    {
        var candidates = context.Candidates(Words);
        _always.CopyTo(candidates);
        _index.Mark(context, candidates);

        // Positions ascend in the order of loading.
        for (var word = 0; word < candidates.Length; word++)
        {
            for (var bits = candidates[word]; bits != 0; bits &= bits - 1)
            {
                var rule = _rules[(word * 64) + BitOperations.TrailingZeroCount(bits)];
                if (!rule.Predicate.Holds(context))
                    continue;
                matches.Add(rule.Number);
                if (matching == RuleMatching.First)
                    return;
            }
        }
    }
}
