namespace IncidentMesh.Detection.Vulnerabilities.Vex;

/// <summary>What a vendor says of one vulnerability in one thing.</summary>
/// <param name="Id">Of the vulnerability.</param>
/// <param name="Aliases">Other ids of it.</param>
/// <param name="Status">What it says.</param>
/// <param name="Reason">Why; null where it does not say.</param>
/// <param name="Product">What the document is about; null where it does not say.</param>
/// <param name="Target">The component, or the product again; null for all that the product has.</param>
internal sealed record VexStatement(string Id, IReadOnlyList<string> Aliases, VexStatus Status, string? Reason, VexProduct? Product, VexProduct? Target)
{
    /// <summary>
    /// Whether it is about this one. Of an image it must be the same digest where both name one, else the same name: who
    /// cannot tell must not lower anything.
    /// </summary>
    public bool IsAbout(Vulnerability found)
    {
        if (found.Id != Id && !found.Aliases.Contains(Id, StringComparer.Ordinal) && !Aliases.Contains(found.Id, StringComparer.Ordinal))
            return false;
        var isImage = Target?.Url?.Type == "oci" || (Target is not null && Target == Product);
        if (Target is not null && !isImage && !Target.IsPackageOf(found))
            return false;
        var image = isImage ? Target : Product;
        return image is null || image.IsImageOf(found);
    }
}

/// <param name="Url">Null where it has none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Null for any.</param>
/// <param name="Digest">Of an image; null for none.</param>
internal sealed record VexProduct(PackageUrl? Url, string Name, string? Version, string? Digest)
{
    public bool IsPackageOf(Vulnerability found) =>
        Url is not null && PackageUrl.Parse(found.PackageUrl) is { } installed
            ? Url.Includes(installed)
            : Name == found.Package && (Version is null || Version == found.InstalledVersion);

    public bool IsImageOf(Vulnerability found)
    {
        if (Digest is not null && found.Digest is not null)
            return Digest == found.Digest;
        if (found.Image is not { } image)
            return false;
        var at = image.IndexOf('@');
        var tagged = at < 0 ? image : image[..at];
        var colon = tagged.LastIndexOf(':');
        var (repository, tag) = colon > tagged.LastIndexOf('/') ? (tagged[..colon], tagged[(colon + 1)..]) : (tagged, null);
        return (Name == tagged || Name == repository || repository.EndsWith($"/{Name}", StringComparison.Ordinal))
            && (Version is null || Version == tag || Digest is null && Version == found.Digest);
    }
}
