using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Offline;

/// <summary>
/// The signals of one burst in which the same rules hit: what is moved as a whole between incidents, so that each signal
/// is in one of them, also where several rules hit it.
/// </summary>
internal sealed class FoldCell(IReadOnlyList<string> rules, bool health, string? suppression)
{
    public IReadOnlyList<string> Rules => rules;

    /// <summary>Whether it tells of a sensor and not of the cluster.</summary>
    public bool Health => health;

    /// <summary>Id of the suppression that hides it, or null.</summary>
    public string? Suppression => suppression;

    public FoldBuilder Fold { get; } = new();

    public DateTimeOffset First => Fold.FirstSeen;

    public DateTimeOffset Last => Fold.LastSeen;

    public Severity Severity => Fold.Severity;

    public IEnumerable<RuleHits> Hits => Fold.Rules;
}
