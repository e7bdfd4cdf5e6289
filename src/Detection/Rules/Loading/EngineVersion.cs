using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>A version as Falco compares them: the same major version, and not older.</summary>
/// <param name="Major">Major version.</param>
/// <param name="Minor">Minor version.</param>
/// <param name="Patch">Patch version.</param>
public sealed record EngineVersion(int Major, int Minor, int Patch)
{
    /// <summary>The version of Falco's rule engine whose language is understood here.</summary>
    public static EngineVersion Supported { get; } = new(0, 62, 0);

    /// <summary>Reads <c>x.y.z</c>, and <c>n</c> for <c>0.n.0</c> where that is allowed.</summary>
    internal static bool TryParse(string text, bool implicitMinor, [NotNullWhen(true)] out EngineVersion? version)
    {
        version = null;
        if (implicitMinor && TryNumber(text, out var minor))
        {
            version = new EngineVersion(0, minor, 0);
            return true;
        }

        // What follows the patch level, as in 1.2.3-rc1, does not count.
        var parts = text.Split('.', 3);
        if (parts.Length != 3 || !TryNumber(parts[0], out var major) || !TryNumber(parts[1], out minor))
            return false;
        var patchText = parts[2].Split('-', '+')[0];
        if (!TryNumber(patchText, out var patch))
            return false;
        version = new EngineVersion(major, minor, patch);
        return true;
    }

    internal bool Satisfies(EngineVersion required) =>
        Major == required.Major && (Minor > required.Minor || Minor == required.Minor && Patch >= required.Patch);

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}.{Patch}";

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
