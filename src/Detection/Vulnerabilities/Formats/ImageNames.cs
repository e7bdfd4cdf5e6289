using System.Buffers;

namespace IncidentMesh.Detection.Vulnerabilities.Formats;

internal static class ImageNames
{
    private const string Algorithm = "sha256:";

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <returns>The digest within an image reference such as <c>web@sha256:...</c>, or a digest itself; null where there is none.</returns>
    public static string? DigestOf(string? reference)
    {
        var at = reference?.IndexOf(Algorithm, StringComparison.Ordinal) ?? -1;
        if (at < 0 || (at > 0 && reference![at - 1] is not ('@' or '/')))
            return null;
        var digest = reference![at..];
        return digest.Length == Algorithm.Length + 64 && !digest.AsSpan(Algorithm.Length).ContainsAnyExcept(Hex) ? digest : null;
    }
}
