using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Vulnerabilities.Components;

/// <summary>An entry of Kubernetes' own feed of vulnerabilities.</summary>
/// <param name="Id">The CVE.</param>
/// <param name="Summary">One line.</param>
/// <param name="Url">Of the issue; null for none.</param>
/// <param name="Published">When; null where the feed does not say.</param>
/// <param name="Severity">As the text rates it.</param>
/// <param name="CvssVector">Null for none.</param>
/// <param name="Affected">Versions that the text names as affected.</param>
/// <param name="Unparsed">Lines of that section, or what is wrong with the text, that could not be understood: whoever reads them must decide.</param>
public sealed record KubernetesCve(
    string Id, string Summary, string? Url, DateTimeOffset? Published, Severity Severity, string? CvssVector, IReadOnlyList<AffectedVersions> Affected, IReadOnlyList<string> Unparsed);

/// <summary>Versions of a component, both ends included or not.</summary>
/// <param name="Component">Such as <c>kubelet</c>; <c>kubernetes</c> for every one of Kubernetes' own.</param>
/// <param name="From">Null for the first there was.</param>
/// <param name="IncludesFrom">Whether <paramref name="From"/> itself is affected.</param>
/// <param name="To">Null for the newest.</param>
/// <param name="IncludesTo">Whether <paramref name="To"/> itself is affected.</param>
/// <param name="Text">The line that says so.</param>
public sealed record AffectedVersions(string Component, ComponentVersion? From, bool IncludesFrom, ComponentVersion? To, bool IncludesTo, string Text)
{
    /// <summary>Component of a line that names none.</summary>
    public const string Any = "kubernetes";

    public bool Includes(string component, ComponentVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (Component != component && (Component != Any || !ClusterComponents.Names.Contains(component)))
            return false;
        var from = From is null ? 1 : version.CompareTo(From);
        var to = To is null ? -1 : version.CompareTo(To);
        return (from > 0 || (from == 0 && IncludesFrom)) && (to < 0 || (to == 0 && IncludesTo));
    }
}
