namespace IncidentMesh.Testing.Http;

/// <summary>One call that reached a fake.</summary>
/// <param name="Operation">What was asked, such as <c>chat.postMessage</c>.</param>
/// <param name="Fault">What was done instead of serving it; null for nothing.</param>
/// <param name="At">When it came.</param>
public sealed record ServedCall(string Operation, ServerFault? Fault, DateTimeOffset At);
