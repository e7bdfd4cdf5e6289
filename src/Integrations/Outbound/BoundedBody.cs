namespace IncidentMesh.Integrations.Outbound;

/// <summary>Reads answers up to a bound: a neighbour must not be able to fill our memory.</summary>
internal static class BoundedBody
{
    /// <summary>Largest answer read, in bytes (1 MiB).</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <returns>The body, or null where it is longer than <see cref="MaxBytes"/>.</returns>
    public static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > MaxBytes)
            return null;

        using var buffer = new MemoryStream();
        using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > MaxBytes)
                return null;
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }
}
