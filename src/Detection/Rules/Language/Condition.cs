namespace IncidentMesh.Detection.Rules.Language;

/// <summary>
/// A node of a condition in Falco's language: immutable, and safe to share between conditions and threads.
/// <see cref="Parsing.ConditionParser"/> makes it from text.
/// </summary>
public abstract class Condition
{
    private protected Condition(int offset, long nodeCount, int depth)
    {
        Offset = offset;
        NodeCount = nodeCount;
        Depth = depth;
    }

    /// <summary>Where the node begins in the text that was parsed, in characters from 0.</summary>
    public int Offset { get; }

    /// <summary>
    /// Nodes in the tree below, this one included. Macros are shared and not copied, so a few lines that double each
    /// other stand for a tree far larger than memory; readers that walk it look here first. Saturates.
    /// </summary>
    public long NodeCount { get; }

    /// <summary>Longest way from this node to a leaf, in nodes.</summary>
    public int Depth { get; }

    /// <summary>
    /// Puts the condition that <paramref name="macros"/> gives for a name in the place of each reference to it. A name
    /// without a condition stays a reference. What is put in is not looked at again: in Falco a macro knows only those
    /// that were defined before it, so it is resolved already.
    /// </summary>
    public abstract Condition Resolve(Func<string, Condition?> macros);

    /// <summary>The fields and macros that the condition names, in the order of the text, repeats included.</summary>
    public IEnumerable<ConditionMention> Mentions()
    {
        var found = new List<ConditionMention>();
        CollectMentions(found);
        return found;
    }

    /// <summary>The condition as text that parses to the same tree again.</summary>
    public override string ToString() => Printing.ConditionPrinter.PrintExactly(this);

    internal abstract void CollectMentions(List<ConditionMention> found);

    private protected static long Saturated(long count) => Math.Min(count, long.MaxValue / 4);
}
