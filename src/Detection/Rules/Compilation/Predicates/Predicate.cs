namespace IncidentMesh.Detection.Rules.Compilation.Predicates;

/// <summary>A compiled condition. Immutable and safe to share between threads.</summary>
internal abstract class Predicate
{
    /// <summary>Whether it holds for the event of the context.</summary>
    public abstract bool Holds(EventContext context);

    /// <summary>The predicate without the detours that turned out to be of no use; called once, after compilation.</summary>
    public virtual Predicate Settled() => this;
}
