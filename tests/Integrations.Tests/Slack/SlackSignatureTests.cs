using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IncidentMesh.Integrations.Slack;
using IncidentMesh.Integrations.Webhooks;
using IncidentMesh.Testing;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Integrations.Tests.Slack;

public sealed class SlackSignatureTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_770_000_000);

    [Fact]
    public void Published_cases_are_judged_as_published()
    {
        var judged = 0;
        foreach (var line in File.ReadLines(SharedFolder.Require("conformance", "webhook_signatures.jsonl")))
        {
            using var test = JsonDocument.Parse(line);
            var input = test.RootElement.GetProperty("input");
            if (input.GetProperty("scheme").GetString() != "slack-v0")
                continue;

            var timestamp = input.GetProperty("timestamp").GetString()!;
            var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp)));
            var verdict = new SlackSignature(input.GetProperty("secret").GetString()!, time).Verify(
                [timestamp], [input.GetProperty("signature").GetString()], Encoding.UTF8.GetBytes(input.GetProperty("body").GetString()!));

            var expected = test.RootElement.GetProperty("expected").GetProperty("valid").GetBoolean();
            Assert.True(expected == (verdict == SignatureVerdict.Valid), test.RootElement.GetProperty("id").GetString());
            judged++;
        }

        Assert.True(judged >= 4);
    }

    [Theory]
    [InlineData(0, SignatureVerdict.Valid)]
    [InlineData(-300, SignatureVerdict.Valid)]
    [InlineData(300, SignatureVerdict.Valid)]
    [InlineData(-301, SignatureVerdict.Stale)]
    [InlineData(301, SignatureVerdict.Stale)]
    public void A_signature_holds_for_five_minutes_either_way(int seconds, SignatureVerdict expected)
    {
        var timestamp = Now.AddSeconds(seconds).ToUnixTimeSeconds().ToString();

        Assert.Equal(expected, Verify([timestamp], [Sign(timestamp, "body")], "body"));
    }

    [Fact]
    public void What_is_not_signed_with_our_secret_is_a_mismatch_however_old()
    {
        Assert.Equal(SignatureVerdict.Mismatch, Verify(["1770000000"], [Sign("1770000000", "body")], "Body"));
        Assert.Equal(SignatureVerdict.Mismatch, Verify(["1770000001"], [Sign("1770000000", "body")], "body"));
        Assert.Equal(SignatureVerdict.Mismatch, Verify(["01770000000"], [Sign("1770000000", "body")], "body"));
        Assert.Equal(SignatureVerdict.Mismatch, Verify(["1"], [Sign("2", "body")], "body"));
    }

    [Fact]
    public void A_body_that_was_written_anew_by_a_parser_does_not_pass() =>
        Assert.Equal(SignatureVerdict.Mismatch, Verify(["1770000000"], [Sign("1770000000", "{\"a\": 1}")], "{\"a\":1}"));

    [Fact]
    public void Missing_doubled_or_misshapen_headers_are_malformed()
    {
        var good = Sign("1770000000", "body");

        Assert.Equal(SignatureVerdict.Malformed, Verify([], [good], "body"));
        Assert.Equal(SignatureVerdict.Malformed, Verify(["1770000000"], [], "body"));
        Assert.Equal(SignatureVerdict.Malformed, Verify(["1770000000", "1770000000"], [good], "body"));
        Assert.Equal(SignatureVerdict.Malformed, Verify(["1770000000"], [good, good], "body"));
        Assert.Equal(SignatureVerdict.Malformed, Verify(["1770000000"], [good + "," + good], "body"));
        Assert.Equal(SignatureVerdict.Malformed, Verify(["1770000000"], [good[..^1]], "body"));
        Assert.Equal(SignatureVerdict.Malformed, Verify(["1770000000"], [good[..^1] + "x"], "body"));
        Assert.Equal(SignatureVerdict.Malformed, Verify(["1770000000"], ["v1" + good[2..]], "body"));
        Assert.Equal(SignatureVerdict.Malformed, Verify(["soon"], [good], "body"));
        Assert.Equal(SignatureVerdict.Malformed, Verify(["-1770000000"], [good], "body"));
        Assert.Equal(SignatureVerdict.Malformed, Verify([" 1770000000"], [good], "body"));
        Assert.Equal(SignatureVerdict.Malformed, Verify(["99999999999999999999"], [good], "body"));
        Assert.Equal(SignatureVerdict.Malformed, Verify([null], [null], "body"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void An_empty_secret_is_refused(string? secret) =>
        Assert.ThrowsAny<ArgumentException>(() => new SlackSignature(secret!, TimeProvider.System));

    private static SignatureVerdict Verify(string?[] timestamps, string?[] signatures, string body) =>
        new SlackSignature(Secret, new FakeTimeProvider(Now)).Verify(timestamps, signatures, Encoding.UTF8.GetBytes(body));

    private static string Sign(string timestamp, string body) => "v0=" + Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}")));
}
