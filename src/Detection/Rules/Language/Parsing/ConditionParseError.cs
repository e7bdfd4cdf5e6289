namespace IncidentMesh.Detection.Rules.Language.Parsing;

/// <summary>Why a text is no condition.</summary>
/// <param name="Offset">Where the parser could not go on, in characters from 0.</param>
/// <param name="Line">The line of that place, from 1.</param>
/// <param name="Column">Its column, in characters from 1.</param>
/// <param name="Expected">What could have stood there; empty where the grammar is not at fault.</param>
/// <param name="Message">One sentence, in Falco's words where Falco has words for it.</param>
public sealed record ConditionParseError(int Offset, int Line, int Column, string Expected, string Message);
