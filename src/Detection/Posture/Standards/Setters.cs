using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Standards;

/// <summary>Who sets something: the pod itself, some of its containers, or both.</summary>
internal readonly record struct Setters(bool Pod, IReadOnlyList<string> Containers)
{
    public bool None => !Pod && Containers.Count == 0;

    public static Setters Of(PodSpec spec, Func<SecurityContext, bool> sets) =>
        new(sets(spec.SecurityContext), Names(spec, container => sets(container.SecurityContext)));

    public static Setters OfContainers(PodSpec spec, Func<Container, bool> sets) => new(false, Names(spec, sets));

    /// <returns>Such as <c>pod and containers "a", "b"</c>.</returns>
    public override string ToString() => (Pod, Containers.Count) switch
    {
        (true, 0) => "pod",
        (true, _) => $"pod and {Wording.Containers(Containers)}",
        _ => Wording.Containers(Containers),
    };

    private static List<string> Names(PodSpec spec, Func<Container, bool> sets) =>
        [.. spec.Containers.Where(sets).Select(static container => container.Name)];
}
