using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IncidentMesh.Integrations.PagerDuty;
using IncidentMesh.Integrations.Webhooks;
using IncidentMesh.Testing;

namespace IncidentMesh.Integrations.Tests.PagerDuty;

public sealed class PagerDutySignatureTests
{
    private const string Secret = "lDQHScfUeXUKaQRNF+8XIiDKZ7XX3itB";

    [Fact]
    public void Published_cases_are_judged_as_published()
    {
        var judged = 0;
        foreach (var line in File.ReadLines(SharedFolder.Require("conformance", "webhook_signatures.jsonl")))
        {
            using var test = JsonDocument.Parse(line);
            var input = test.RootElement.GetProperty("input");
            if (input.GetProperty("scheme").GetString() != "pagerduty-v1")
                continue;

            var verdict = new PagerDutySignature(input.GetProperty("secret").GetString()!).Verify(
                [input.GetProperty("signature").GetString()], Encoding.UTF8.GetBytes(input.GetProperty("body").GetString()!));

            var expected = test.RootElement.GetProperty("expected");
            Assert.Equal(expected.GetProperty("valid").GetBoolean() ? 200 : expected.GetProperty("http").GetInt32(), verdict switch
            {
                SignatureVerdict.Valid => 200,
                SignatureVerdict.Malformed => 400,
                _ => 403,
            });
            judged++;
        }

        Assert.True(judged >= 4);
    }

    [Fact]
    public void While_a_secret_is_rotated_any_signature_that_matches_will_do()
    {
        Assert.Equal(SignatureVerdict.Valid, Verify([$"{Sign("other", "body")},{Sign(Secret, "body")}"]));
        Assert.Equal(SignatureVerdict.Valid, Verify([$"v2=ab, {Sign(Secret, "body")}"]));
        Assert.Equal(SignatureVerdict.Mismatch, Verify([$"{Sign("other", "body")},{Sign("another", "body")}"]));
    }

    [Fact]
    public void Missing_doubled_or_misshapen_headers_are_malformed()
    {
        var good = Sign(Secret, "body");

        Assert.Equal(SignatureVerdict.Malformed, Verify([]));
        Assert.Equal(SignatureVerdict.Malformed, Verify([null]));
        Assert.Equal(SignatureVerdict.Malformed, Verify([good, good]));
        Assert.Equal(SignatureVerdict.Malformed, Verify([good[3..]]));
        Assert.Equal(SignatureVerdict.Malformed, Verify(["v1="]));
        Assert.Equal(SignatureVerdict.Malformed, Verify([string.Join(',', Enumerable.Repeat(Sign("other", "body"), 5000).Append(good))]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void An_empty_secret_is_refused(string? secret) => Assert.ThrowsAny<ArgumentException>(() => new PagerDutySignature(secret!));

    private static SignatureVerdict Verify(string?[] signatures) => new PagerDutySignature(Secret).Verify(signatures, "body"u8);

    private static string Sign(string secret, string body) =>
        "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
}
