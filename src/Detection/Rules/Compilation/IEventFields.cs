using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>
/// One event as a rule set sees it. An implementation is made for the fields of one rule set
/// (<see cref="RuleSet.Fields"/>): it finds out once where each is, and reads it when it is asked for.
/// </summary>
public interface IEventFields
{
    /// <summary>
    /// The value of a field, of its own type: text and bytes as UTF-8, booleans and signed numbers as signed, ports, times
    /// and unsigned numbers as unsigned, and for fields with several values a list. Asked at most once an event.
    /// </summary>
    /// <param name="slot">Index of the field in <see cref="RuleSet.Fields"/>.</param>
    FieldValue Read(int slot);
}
