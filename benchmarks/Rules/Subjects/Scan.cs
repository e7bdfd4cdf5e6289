using System.Text.Json;

namespace IncidentMesh.Benchmarks.Rules.Subjects;

/// <summary>Reads every token and does nothing with it.</summary>
internal sealed class Scan : ISubject
{
    public string Name => "Utf8JsonReader scan";

    public bool Take(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        while (reader.Read())
        {
        }

        return false;
    }
}
