namespace IncidentMesh.Detection.Posture.Reach.Rights;

/// <summary>A right in the API server that leads on to more.</summary>
/// <param name="Name">Documented in docs/exposure-and-reach.md: never change one.</param>
/// <param name="Does">What it lets one do, to follow "may".</param>
/// <param name="Any">Any of these is enough.</param>
/// <param name="Also">One of these is needed too, in the same place; empty for nothing.</param>
/// <param name="InCluster">How far it reaches where it is given for the whole cluster.</param>
/// <param name="InNamespace">How far it reaches where it is given in a namespace; null where it has no effect there, as with objects of no namespace.</param>
internal sealed record Right(string Name, string Does, IReadOnlyList<Access> Any, IReadOnlyList<Access> Also, ReachLevel InCluster, ReachLevel? InNamespace)
{
    /// <summary>Whether one becomes any service account of the place by it.</summary>
    public bool TakesAccounts { get; init; }

    /// <summary>Whether one makes pods by it: what they may have is up to admission.</summary>
    public bool MakesPods { get; init; }

    /// <summary>The most that it reaches where it is limited to objects by name; null for as far as without.</summary>
    public ReachLevel? WhenNamed { get; init; } = ReachLevel.Namespace;
}

/// <summary>Verbs on a resource.</summary>
/// <param name="Group">API group.</param>
/// <param name="Resource">With its subresource: <c>pods/exec</c>.</param>
/// <param name="Verbs">Any of them.</param>
internal sealed record Access(string Group, string Resource, params IReadOnlyList<string> Verbs)
{
    /// <summary>Whether a verb can be limited to names: a create of an object has none yet.</summary>
    public bool HasNames(string verb) => Resource.Contains('/', StringComparison.Ordinal) || verb is not ("create" or "deletecollection");
}
