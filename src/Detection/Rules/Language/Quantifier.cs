namespace IncidentMesh.Detection.Rules.Language;

/// <summary>How many values of a list at the right have to compare, as in <c>proc.name startswith anyof (py, rb)</c>.</summary>
public enum Quantifier
{
    /// <summary>None is written: the operator alone says what a list means.</summary>
    None,

    /// <summary><c>oneof</c>: exactly one; a value that stands twice counts twice.</summary>
    One,

    /// <summary><c>anyof</c>: at least one.</summary>
    Any,

    /// <summary><c>allof</c>: every one, and the list must not be empty.</summary>
    All,
}
