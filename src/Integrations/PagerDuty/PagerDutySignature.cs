using System.Security.Cryptography;
using IncidentMesh.Integrations.Webhooks;

namespace IncidentMesh.Integrations.PagerDuty;

/// <summary>
/// Checks that a V3 webhook came from PagerDuty: one of the comma-separated <c>v1=</c> values is the hex HMAC-SHA256 over
/// the raw body (https://developer.pagerduty.com/docs/verifying-webhook-signatures). Several stand there while a secret
/// is rotated. The scheme signs no time: the caller remembers <c>X-Webhook-Id</c> to turn a replay away. Thread-safe.
/// </summary>
public sealed class PagerDutySignature
{
    public const string SignatureHeader = "X-PagerDuty-Signature";

    /// <summary>Most signatures looked at in one header.</summary>
    public const int MaxSignatures = 10;

    private readonly byte[] _key;

    /// <exception cref="ArgumentException">The secret is empty.</exception>
    public PagerDutySignature(string secret) => _key = HmacSignature.Key(secret);

    /// <param name="signatures">Every value of <see cref="SignatureHeader"/>; anything but one is malformed.</param>
    /// <param name="body">The body as it came, before anything parsed it.</param>
    public SignatureVerdict Verify(IReadOnlyList<string?> signatures, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        if (signatures is not [{ } header] || body.IsEmpty)
            return SignatureVerdict.Malformed;

        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var looked = 0;
        var valid = false;
        foreach (var range in header.AsSpan().Split(','))
        {
            var value = header.AsSpan()[range].Trim();
            if (!HmacSignature.TryParse(value, "v1=", signature))
                continue;
            if (++looked > MaxSignatures)
                return SignatureVerdict.Malformed;
            valid |= HmacSignature.Matches(_key, default, body, signature);
        }

        return looked == 0 ? SignatureVerdict.Malformed : valid ? SignatureVerdict.Valid : SignatureVerdict.Mismatch;
    }
}
