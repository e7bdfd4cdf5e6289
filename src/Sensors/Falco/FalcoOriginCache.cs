using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Falco;

/// <summary>
/// Origins by the bytes of the fields that they are made of: a container tells the same ones with every alert. Bounded
/// and safe for use from any thread in the way of <see cref="InternedText"/>.
/// </summary>
internal static class FalcoOriginCache
{
    private const int Slots = 4096;
    private const int LongestKey = 384;
    private static readonly Entry?[] Table = new Entry?[Slots];

    /// <returns>The origin; null where its fields are too long or oddly written to be worth keeping.</returns>
    public static SignalOrigin? Find(ReadOnlySpan<byte> json, ref FalcoAlert alert, bool onNode)
    {
        ref var fields = ref alert.Fields;
        Span<byte> key = stackalloc byte[LongestKey];
        key[0] = (byte)(onNode ? 1 : 0);
        var length = 1;
        if (!Append(key, ref length, json, fields[(int)FalcoField.ContainerId])
            || !Append(key, ref length, json, fields[(int)FalcoField.K8sPod])
            || !Append(key, ref length, json, fields[(int)FalcoField.K8sNamespace])
            || !Append(key, ref length, json, fields[(int)FalcoField.ContainerName])
            || !Append(key, ref length, json, fields[(int)FalcoField.ContainerImageRepository])
            || !Append(key, ref length, json, fields[(int)FalcoField.ContainerImageTag])
            || !Append(key, ref length, json, fields[(int)FalcoField.ContainerImage])
            || !Append(key, ref length, json, fields[(int)FalcoField.K8sNode])
            || !Append(key, ref length, json, alert.Hostname))
            return null;

        key = key[..length];
        ref var slot = ref Table[ByteHash.Of(key) % Slots];
        if (slot is { } known && known.Key.AsSpan().SequenceEqual(key))
            return known.Origin;

        var entry = new Entry(key.ToArray(), FalcoOrigin.Read(json, ref alert, onNode));
        slot = entry;
        return entry.Origin;
    }

    private static bool Append(Span<byte> key, ref int length, ReadOnlySpan<byte> json, JsonSlice slice)
    {
        if (slice.Escaped || slice.Length > byte.MaxValue || length + slice.Length + 2 > key.Length)
            return false;

        key[length] = (byte)slice.Type;
        key[length + 1] = (byte)slice.Length;
        if (slice.Type is JsonTokenType.String or JsonTokenType.Number)
            slice.Of(json).CopyTo(key[(length + 2)..]);
        else
            key[length + 1] = 0;

        length += 2 + key[length + 1];
        return true;
    }

    private sealed record Entry(byte[] Key, SignalOrigin Origin);
}
