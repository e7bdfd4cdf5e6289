namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>
/// The rules that are in force, and the failed attempt to replace them, if the last one failed. A broken file changes
/// nothing but the alarm; a good one ends it.
/// </summary>
/// <param name="Current">The last load that succeeded; null before the first.</param>
/// <param name="Alarm">The load that failed after it; null where the last one succeeded.</param>
public sealed record RulesInForce(RuleLoad? Current, RuleLoad? Alarm)
{
    /// <summary>Before anything was loaded.</summary>
    public static RulesInForce None { get; } = new(null, null);

    /// <summary>What is in force after another load.</summary>
    public RulesInForce After(RuleLoad load)
    {
        ArgumentNullException.ThrowIfNull(load);
        return load.Succeeded ? new RulesInForce(load, null) : this with { Alarm = load };
    }
}
