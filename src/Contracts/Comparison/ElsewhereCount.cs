namespace IncidentMesh.Contracts.Comparison;

/// <summary>What is known of one feature in other workloads of the same image. It names none of them: they may be other people's.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Workloads">Other workloads of which it is known whether they did it.</param>
/// <param name="Seconds">How long their pods were watched, all together.</param>
/// <param name="DidWorkloads">Those of them that did it.</param>
/// <param name="Pods">Pods of all <paramref name="Workloads"/>, when they last told of them. How many of these did it nobody knows.</param>
/// <param name="Count">How often they did it.</param>
[GenerateSerializer, Immutable, Alias("im.elsewhere-count")]
public sealed record ElsewhereCount(
    [property: Id(0)] string Feature,
    [property: Id(1)] int Workloads,
    [property: Id(2)] double Seconds,
    [property: Id(3)] int DidWorkloads,
    [property: Id(4)] long Pods,
    [property: Id(5)] double Count);
