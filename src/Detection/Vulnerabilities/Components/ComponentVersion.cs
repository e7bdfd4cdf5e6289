using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentMesh.Detection.Vulnerabilities.Components;

/// <summary>A version of Kubernetes. What vendors put behind it, such as <c>-eks-1a2b3c4</c> or <c>+k3s1</c>, does not count: what they mended without a new number is not known here.</summary>
/// <param name="Major">1.</param>
/// <param name="Minor">Such as 31.</param>
/// <param name="Patch">Such as 4; of a branch such as <c>1.31</c> 0.</param>
public sealed partial record ComponentVersion(int Major, int Minor, int Patch)
{
    /// <returns>Null where it is none.</returns>
    public static ComponentVersion? Parse(string? text)
    {
        var match = Pattern().Match(text ?? "");
        return match.Success && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out var minor)
            ? new ComponentVersion(major, minor, int.TryParse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture, out var patch) ? patch : 0)
            : null;
    }

    /// <returns>Negative where it is older, positive where it is newer.</returns>
    public int CompareTo(ComponentVersion other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"v{Major}.{Minor}.{Patch}");

    [GeneratedRegex(@"^v?(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
