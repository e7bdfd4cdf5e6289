namespace IncidentMesh.Detection.Rules.Events.Alerts;

/// <summary>What one event states by Falco's names.</summary>
internal interface IFacts
{
    /// <summary>The text of a value; null where the event does not state it. Lives as long as the event.</summary>
    ReadOnlyMemory<byte>? Find(FactName name);
}
