using System.Buffers;
using System.Text;

namespace IncidentMesh.Sensors.Framing;

internal static class InvalidUtf8
{
    /// <returns>Index of the first byte that is no part of valid UTF-8; the length where all is valid.</returns>
    public static int IndexIn(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var consumed) == OperationStatus.Done)
            at += consumed;
        return at;
    }
}
