namespace IncidentMesh.Contracts.Storage;

/// <summary>An effect that waits, is under way, or was set aside.</summary>
/// <param name="Id">Id within its owner's partition.</param>
/// <param name="Attempts">Tries so far, the one under way included.</param>
/// <param name="Due">Not before this time is it tried (again).</param>
/// <param name="Claimed">A try is under way, or was when a silo died.</param>
/// <param name="Reason">Why the last try did not end it; empty where there was none.</param>
public sealed record PendingEffect(string Id, int Attempts, DateTimeOffset Due, bool Claimed, string Reason);
