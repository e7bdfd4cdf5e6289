namespace IncidentMesh.Detection.Scoring.Input;

/// <summary>One case of a file that is scored.</summary>
/// <param name="Id">Names it in the output.</param>
/// <param name="Risk">What is scored.</param>
public sealed record ScoreInput(string Id, RiskCase Risk);

/// <summary>What came of reading a case.</summary>
/// <param name="Input">Null where there are problems.</param>
/// <param name="Problems">What must be changed, one sentence each.</param>
/// <param name="Notes">What was not understood and counts for nothing, one sentence each.</param>
public sealed record ScoreInputReading(ScoreInput? Input, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes);
