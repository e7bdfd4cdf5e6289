using System.IO.Compression;

namespace IncidentMesh.Gateway.Ingest;

/// <summary>Reads a request's body within limits: memory is taken as bytes arrive, never because a header announces them.</summary>
internal static class BodyReader
{
    private const int FirstBuffer = 16 * 1024;
    private const int MostAtFirst = 1024 * 1024;
    private const int ExpansionFreeBytes = 4 * 1024 * 1024;

    public static async ValueTask<BodyOutcome> ReadAsync(
        HttpRequest request, bool gzip, IngestOptions limits, ByteBudget budget, TimeProvider time, CancellationToken aborted)
    {
        if (request.ContentLength > limits.MaxBodyBytes)
            return TooLargeAsSent(limits);

        var body = new PooledBody(budget);
        BodyOutcome? outcome = null;
        // Of the body alone: one that has arrived is stored, and how long that may take is the store's own limit.
        using var late = new CancellationTokenSource(limits.BodyTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, aborted);
        try
        {
            outcome = gzip
                ? await UnpackAsync(request, body, limits, either.Token)
                : await FillAsync(
                    request.Body, body, request.ContentLength, limits.MaxBodyBytes, () => TooLargeAsSent(limits), null, either.Token);
            return outcome;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            return outcome = new BodyOutcome.Late();
        }
        finally
        {
            if (outcome is not BodyOutcome.Read)
                body.Dispose();
        }
    }

    private static async ValueTask<BodyOutcome> UnpackAsync(
        HttpRequest request, PooledBody body, IngestOptions limits, CancellationToken cancellationToken)
    {
        var sent = new CountingStream(request.Body);
        await using var unpacked = new GZipStream(sent, CompressionMode.Decompress);
        try
        {
            return await FillAsync(
                unpacked,
                body,
                null,
                limits.MaxUnpackedBytes,
                () => new BodyOutcome.TooLarge($"The body is larger than {limits.MaxUnpackedBytes} bytes once unpacked."),
                () => sent.Count > limits.MaxBodyBytes
                    ? TooLargeAsSent(limits)
                    : body.Length > ExpansionFreeBytes && body.Length / limits.MaxExpansion > sent.Count
                        ? new BodyOutcome.TooLarge($"The body expands to more than {limits.MaxExpansion} times its size.")
                        : null,
                cancellationToken);
        }
        catch (InvalidDataException)
        {
            return new BodyOutcome.Malformed("The body is not gzip, or is cut short.");
        }
    }

    private static async ValueTask<BodyOutcome> FillAsync(
        Stream source,
        PooledBody body,
        long? announced,
        int most,
        Func<BodyOutcome> tooLarge,
        Func<BodyOutcome?>? check,
        CancellationToken cancellationToken)
    {
        // One byte more than allowed, so that "too large" shows, and than announced, so that the end shows without growing.
        var capacity = (int)Math.Min(announced + 1 ?? FirstBuffer, MostAtFirst);
        while (true)
        {
            if (body.Free.Length == 0 && !body.TryGrow(Math.Min(Math.Max(capacity, body.Length * 2), most + 1)))
                return new BodyOutcome.Busy();
            var read = await source.ReadAsync(body.Free, cancellationToken);
            if (read == 0)
                return new BodyOutcome.Read(body);
            body.Advance(read);
            if (body.Length > most)
                return tooLarge();
            if (check?.Invoke() is { } outcome)
                return outcome;
        }
    }

    private static BodyOutcome.TooLarge TooLargeAsSent(IngestOptions limits) =>
        new($"The body is larger than {limits.MaxBodyBytes} bytes.");
}
