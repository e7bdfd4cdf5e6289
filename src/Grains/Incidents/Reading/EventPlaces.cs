using System.Text;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Grains.Incidents.Reading;

/// <summary>
/// Where an incident's raw events lie, packed: the partition once, then each position as the difference to the one
/// before. About two bytes an event.
/// </summary>
internal static class EventPlaces
{
    public static byte[] Encode(string partition, IReadOnlyList<ObservedSignal> signals)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(partition);
            writer.Write7BitEncodedInt(signals.Count);
            var offset = 0L;
            foreach (var signal in signals)
            {
                writer.Write7BitEncodedInt64(signal.Signal.Position.Offset - offset);
                writer.Write7BitEncodedInt(signal.Signal.Position.Index);
                offset = signal.Signal.Position.Offset;
            }
        }

        return stream.ToArray();
    }

    public static (string Partition, List<SignalPosition> Positions) Decode(ReadOnlyMemory<byte> value)
    {
        using var reader = new BinaryReader(new MemoryStream(value.ToArray()), Encoding.UTF8);
        var partition = reader.ReadString();
        var positions = new List<SignalPosition>(reader.Read7BitEncodedInt());
        var offset = 0L;
        for (var i = 0; i < positions.Capacity; i++)
        {
            offset += reader.Read7BitEncodedInt64();
            positions.Add(new SignalPosition(offset, reader.Read7BitEncodedInt()));
        }

        return (partition, positions);
    }
}
