namespace IncidentMesh.Contracts.Response;

/// <summary>
/// Which addresses mail goes to: the plain form of RFC 5321, <c>local@domain</c> in ASCII. No quoted local parts, no display
/// names, no address literals: nothing in it can begin another header or another recipient.
/// </summary>
public static class EmailAddress
{
    /// <summary>Such that effects, whose ids hold the address, keep to their length.</summary>
    public const int MaxLength = 120;

    private const int MaxLocalLength = 64;
    private const string LocalCharacters = "!#$%&'+-/=?^_`{|}~.";

    public static bool IsAddress(string? text) =>
        text is { Length: > 0 and <= MaxLength } && text.IndexOf('@', StringComparison.Ordinal) is var at and > 0 and <= MaxLocalLength
        && text[..at].All(static c => char.IsAsciiLetterOrDigit(c) || LocalCharacters.Contains(c, StringComparison.Ordinal))
        && text[0] != '.' && text[at - 1] != '.' && !text.Contains("..", StringComparison.Ordinal)
        && IsDomain(text[(at + 1)..]);

    public static bool IsDomain(string? text) =>
        text is { Length: > 0 and < MaxLength } && text.Split('.') is { Length: > 1 } labels
        && labels.All(static label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'));
}
