using System.Text;

namespace IncidentMesh.Sensors.Reading;

/// <summary>
/// Text that comes back with every event (rules, namespaces, images) as one string each. A table of fixed size, where
/// the newer text takes the slot: a flood of names costs allocations, never memory. Safe for use from any thread:
/// entries do not change, and losing one in a race only costs making it again.
/// </summary>
internal static class InternedText
{
    private const int Slots = 4096;
    private const int LongestKept = 128;
    private static readonly Entry?[] Table = new Entry?[Slots];

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        if (utf8.Length > LongestKept)
            return Encoding.UTF8.GetString(utf8);

        ref var slot = ref Table[ByteHash.Of(utf8) % Slots];
        if (slot is { } known && known.Utf8.AsSpan().SequenceEqual(utf8))
            return known.Text;

        var entry = new Entry(utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        slot = entry;
        return entry.Text;
    }

    private sealed record Entry(byte[] Utf8, string Text);
}
