using System.Globalization;

namespace IncidentMesh.Detection.Posture.Standards;

/// <summary>Kubernetes version whose Pod Security Standards count: <c>latest</c>, or <c>v1.N</c>.</summary>
/// <param name="Minor">N; null for <c>latest</c>.</param>
public readonly record struct PolicyVersion(int? Minor)
{
    /// <summary>The newest minor version that is known. Later ones, and <c>latest</c>, count as it.</summary>
    public const int NewestMinor = 37;

    public static PolicyVersion Latest { get; } = new(null);

    /// <summary>From 0 to <see cref="NewestMinor"/>.</summary>
    internal int Effective => Math.Min(Minor ?? NewestMinor, NewestMinor);

    /// <param name="text"><c>latest</c> or <c>v1.N</c>, as in the label <c>pod-security.kubernetes.io/enforce-version</c>.</param>
    /// <param name="version">What it says.</param>
    public static bool TryParse(string text, out PolicyVersion version)
    {
        version = Latest;
        if (text == "latest")
            return true;
        if (!text.StartsWith("v1.", StringComparison.Ordinal)
            || !int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            || (text.Length > 4 && text[3] == '0'))
            return false;
        version = new PolicyVersion(minor);
        return true;
    }

    public override string ToString() => Minor is { } minor ? string.Create(CultureInfo.InvariantCulture, $"v1.{minor}") : "latest";
}
