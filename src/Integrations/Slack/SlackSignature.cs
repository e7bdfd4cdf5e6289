using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Integrations.Webhooks;

namespace IncidentMesh.Integrations.Slack;

/// <summary>
/// Checks that a request came from Slack: <c>v0=</c> and the hex HMAC-SHA256 over <c>v0:timestamp:</c> and the raw body
/// (https://docs.slack.dev/authentication/verifying-requests-from-slack). Thread-safe. It does not remember requests:
/// the caller keeps those of the window to turn a replay away.
/// </summary>
public sealed class SlackSignature
{
    /// <summary>Header with the Unix time, in seconds, at which Slack signed.</summary>
    public const string TimestampHeader = "X-Slack-Request-Timestamp";

    public const string SignatureHeader = "X-Slack-Signature";

    /// <summary>How far the signed time may be from ours, either way: 5 minutes.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly byte[] _key;
    private readonly TimeProvider _time;

    /// <exception cref="ArgumentException">The secret is empty.</exception>
    public SlackSignature(string signingSecret, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _key = HmacSignature.Key(signingSecret);
        _time = time;
    }

    /// <param name="timestamps">Every value of <see cref="TimestampHeader"/>; anything but one is malformed.</param>
    /// <param name="signatures">Every value of <see cref="SignatureHeader"/>; anything but one is malformed.</param>
    /// <param name="body">The body as it came, before anything parsed it.</param>
    public SignatureVerdict Verify(IReadOnlyList<string?> timestamps, IReadOnlyList<string?> signatures, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(timestamps);
        ArgumentNullException.ThrowIfNull(signatures);

        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (timestamps is not [{ Length: > 0 and <= 12 } timestamp]
            || signatures is not [{ } signed]
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !HmacSignature.TryParse(signed, "v0=", signature))
            return SignatureVerdict.Malformed;

        // The text is signed, not the number: "01531420618" must not pass for "1531420618".
        var matches = HmacSignature.Matches(_key, Encoding.ASCII.GetBytes($"v0:{timestamp}:"), body, signature);
        var off = Math.Abs(_time.GetUtcNow().ToUnixTimeSeconds() - seconds);
        return !matches ? SignatureVerdict.Mismatch : off > Window.TotalSeconds ? SignatureVerdict.Stale : SignatureVerdict.Valid;
    }
}
