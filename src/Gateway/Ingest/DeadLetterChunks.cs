using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors;

namespace IncidentMesh.Gateway.Ingest;

/// <summary>Makes dead letters of rejected pieces, in chunks that one grain call and one commit can carry.</summary>
internal static class DeadLetterChunks
{
    /// <summary>Most bytes kept of one piece (64 KiB).</summary>
    public const int MaxContent = 64 * 1024;
    private const int MaxLetters = 64;
    private const int MaxBytes = 512 * 1024;

    public static IEnumerable<IReadOnlyList<DeadLetter>> From(
        ReadOnlyMemory<byte> body, IEnumerable<RejectedEvent> rejected, string format, DateTimeOffset receivedAt)
    {
        var chunk = new List<DeadLetter>();
        var bytes = 0;
        foreach (var piece in rejected)
        {
            var content = body[piece.Range];
            var letter = new DeadLetter
            {
                Format = format,
                ReceivedAt = receivedAt,
                Line = piece.Line,
                Error = piece.Error,
                Content = content[..Math.Min(content.Length, MaxContent)].ToArray(),
                Cut = content.Length > MaxContent,
            };
            if (chunk.Count == MaxLetters || (chunk.Count > 0 && bytes + letter.Content.Length > MaxBytes))
            {
                yield return chunk;
                chunk = [];
                bytes = 0;
            }

            chunk.Add(letter);
            bytes += letter.Content.Length;
        }

        if (chunk.Count > 0)
            yield return chunk;
    }
}
