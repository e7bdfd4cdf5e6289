using System.Text;

namespace IncidentMesh.Detection.Rules.Events.Alerts;

/// <summary>Name of a value that an event states, in both forms in which it is looked up.</summary>
internal sealed class FactName(string text)
{
    public string Text => text;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(text);
}
