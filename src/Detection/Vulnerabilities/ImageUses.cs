using IncidentMesh.Detection.Vulnerabilities.Formats;

namespace IncidentMesh.Detection.Vulnerabilities;

/// <summary>Which workloads run which images: by digest, and by name only where one side knows no digest.</summary>
public sealed class ImageUses
{
    private const string DefaultRegistry = "docker.io/";
    private const string DefaultFolder = "library/";
    private const string DefaultTag = ":latest";

    private readonly List<(VulnerableWorkload Workload, HashSet<string> Digests, HashSet<string> Names)> _workloads = [];

    /// <param name="workload">Who runs them.</param>
    /// <param name="images">References as its containers and their statuses have them: with a tag, a digest, or both.</param>
    public void Add(VulnerableWorkload workload, IEnumerable<string> images)
    {
        var (digests, names) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var image in images)
        {
            if (ImageNames.DigestOf(image) is { } digest)
                digests.Add(digest);
            if (NameOf(image) is { } name)
                names.Add(name);
        }

        _workloads.Add((workload, digests, names));
    }

    /// <summary>Workloads that run the image of a vulnerability.</summary>
    public IEnumerable<VulnerableWorkload> Of(Vulnerability found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var name = found.Image is { } image ? NameOf(image) : null;
        return _workloads.Where(one => found.Digest is { } digest && one.Digests.Count > 0
                ? one.Digests.Contains(digest)
                : name is not null && one.Names.Contains(name))
            .Select(static one => one.Workload);
    }

    /// <returns>Registry, repository and tag, as container runtimes fill them in; null where only a digest is told.</returns>
    private static string? NameOf(string image)
    {
        var scheme = image.IndexOf("://", StringComparison.Ordinal);
        var plain = scheme < 0 ? image : image[(scheme + 3)..];
        var at = plain.IndexOf('@');
        var (name, hasDigest) = at < 0 ? (plain, false) : (plain[..at], true);
        var hasTag = name.LastIndexOf(':') > name.LastIndexOf('/');
        if (name.Length == 0 || (hasDigest && !hasTag) || name.StartsWith("sha256:", StringComparison.Ordinal))
            return null;
        var first = name.IndexOf('/') is > 0 and var slash ? name[..slash] : "";
        if (!first.Contains('.', StringComparison.Ordinal) && !first.Contains(':', StringComparison.Ordinal) && first != "localhost")
            name = DefaultRegistry + (first.Length == 0 ? DefaultFolder : "") + name;
        return hasTag ? name : name + DefaultTag;
    }
}
