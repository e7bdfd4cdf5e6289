namespace IncidentMesh.Detection.Posture.Selectors;

/// <param name="Key">The label's key.</param>
/// <param name="Operator">What its value has to be.</param>
/// <param name="Values">Compared with; empty for <see cref="LabelOperator.Exists"/> and <see cref="LabelOperator.DoesNotExist"/>.</param>
public sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    /// <param name="value">The label's value; null where there is no such label.</param>
    public bool Holds(string? value) => Operator switch
    {
        LabelOperator.In => value is not null && Values.Contains(value, StringComparer.Ordinal),
        LabelOperator.NotIn => value is null || !Values.Contains(value, StringComparer.Ordinal),
        LabelOperator.Exists => value is not null,
        _ => value is null,
    };

    public override string ToString() => Operator switch
    {
        LabelOperator.In when Values.Count == 1 => $"{Key}={Values[0]}",
        LabelOperator.In => $"{Key} in ({string.Join(", ", Values)})",
        LabelOperator.NotIn => $"{Key} not in ({string.Join(", ", Values)})",
        LabelOperator.Exists => Key,
        _ => $"!{Key}",
    };
}

public enum LabelOperator
{
    In,
    NotIn,
    Exists,
    DoesNotExist,
}
