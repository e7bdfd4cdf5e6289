using System.Text.Json;
using IncidentMesh.Detection.Vulnerabilities.Formats;

namespace IncidentMesh.Detection.Vulnerabilities.Vex;

/// <summary>Reads the statements of a CycloneDX VEX document.</summary>
/// <remarks>CycloneDX 1.4 to 1.6: <c>vulnerabilities[].analysis</c> and <c>affects[].ref</c>, which may be a BOM-Link.</remarks>
internal static class CycloneDxVex
{
    public static IEnumerable<VexStatement> Read(JsonElement root)
    {
        var components = Components(root);
        var product = root.At("metadata", "component") is { } found ? Product(found) : null;
        foreach (var vulnerability in root.Items("vulnerabilities"))
        {
            var status = StatusOf(vulnerability);
            if (vulnerability.Text("id") is not { } id || status == VexStatus.None)
                continue;
            var aliases = vulnerability.Items("references").Select(static one => one.Text("id")).OfType<string>().ToList();
            var reason = vulnerability.Text("analysis", "justification") ?? vulnerability.Text("analysis", "detail");
            foreach (var affected in vulnerability.Items("affects").Select(static one => one.Text("ref")).DefaultIfEmpty(null))
            {
                // What the document does not list may be named by its package URL, behind a BOM-Link too.
                var target = affected is null ? null
                    : components.TryGetValue(affected, out var component) ? Product(component)
                    : Product(affected);
                if (affected is null || target is not null)
                    yield return new VexStatement(id, aliases, status, reason, product, target);
            }
        }
    }

    public static VexStatus StatusOf(JsonElement vulnerability) => vulnerability.Text("analysis", "state") switch
    {
        "resolved" or "resolved_with_pedigree" => VexStatus.Fixed,
        "exploitable" => VexStatus.Affected,
        "in_triage" => VexStatus.UnderInvestigation,
        "false_positive" or "not_affected" => VexStatus.NotAffected,
        _ => VexStatus.None,
    };

    /// <summary>All components by their <c>bom-ref</c>, the product itself included.</summary>
    public static Dictionary<string, JsonElement> Components(JsonElement root)
    {
        var all = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var waiting = new Stack<JsonElement>(root.Items("components"));
        if (root.At("metadata", "component") is { } product)
            waiting.Push(product);
        while (waiting.TryPop(out var component))
        {
            if (component.Text("bom-ref") is { } reference)
                all.TryAdd(reference, component);
            foreach (var inner in component.Items("components"))
                waiting.Push(inner);
        }

        return all;
    }

    private static VexProduct? Product(JsonElement component) =>
        component.Text("purl") is { } url ? Product(url)
        : component.Text("name") is { } name ? new VexProduct(null, name, component.Text("version"), null)
        : null;

    private static VexProduct? Product(string reference)
    {
        var url = Uri.UnescapeDataString(reference[(reference.IndexOf('#') + 1)..]);
        return PackageUrl.Parse(url) is not { } parsed ? null
            : new VexProduct(parsed, parsed.Name, parsed.Version, parsed.Type == "oci" ? ImageNames.DigestOf(parsed.Version) : null);
    }
}
