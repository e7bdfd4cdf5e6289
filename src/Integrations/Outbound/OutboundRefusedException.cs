namespace IncidentMesh.Integrations.Outbound;

/// <summary>A connection that the gate did not open: nothing was sent.</summary>
internal sealed class OutboundRefusedException(string message) : IOException(message);
