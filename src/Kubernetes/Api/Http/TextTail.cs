using IncidentMesh.Kubernetes.Evidence;

namespace IncidentMesh.Kubernetes.Api.Http;

/// <summary>Keeps the end of a text that may be long.</summary>
internal static class TextTail
{
    /// <returns>So many bytes at most, from the beginning of a line on where they hold one.</returns>
    public static async Task<ClusterAnswer<LogTail>> ReadAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        var buffer = new byte[2 * most];
        var (length, isCut) = (0, false);
        try
        {
            while (await body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
            {
                length += read;
                if (length < buffer.Length)
                    continue;
                buffer.AsSpan(length - most, most).CopyTo(buffer);
                (length, isCut) = (most, true);
            }
        }
        catch (OperationCanceledException) when (length > 0)
        {
            // Whoever sends it answers: only this one is too much.
            return new ClusterFault(FaultKind.TooLarge, "It did not come whole in the time for one.");
        }

        var start = Math.Max(length - most, 0);
        isCut |= start > 0;
        // The first line is most likely a part of one. The last one is kept, however long.
        if (isCut && buffer.AsSpan(start, length - start).IndexOf((byte)'\n') is >= 0 and var end && start + end + 1 < length)
            start += end + 1;
        return ClusterAnswer<LogTail>.Of(new LogTail(buffer[start..length], isCut));
    }
}
