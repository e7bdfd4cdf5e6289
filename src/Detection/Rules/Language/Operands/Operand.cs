namespace IncidentMesh.Detection.Rules.Language.Operands;

/// <summary>One side of a comparison, or an argument of a transformer.</summary>
public abstract class Operand
{
    private protected Operand(int offset) => Offset = offset;

    /// <summary>Where it begins in the text that was parsed, in characters from 0.</summary>
    public int Offset { get; }

    internal virtual void CollectMentions(List<ConditionMention> found)
    {
    }
}
