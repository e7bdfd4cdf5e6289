namespace IncidentMesh.Contracts.Replay;

/// <summary>Why rules cannot be tried.</summary>
/// <param name="Message">One sentence, for people.</param>
/// <param name="Line">Line of <see cref="ReplayRequest.Rules"/>, from 1; 0 where it is about the request.</param>
/// <param name="Column">Column, from 1; 0 where there is none.</param>
[GenerateSerializer, Immutable, Alias("im.replay-fault")]
public sealed record ReplayFault(
    [property: Id(0)] string Message,
    [property: Id(1)] int Line = 0,
    [property: Id(2)] int Column = 0);
