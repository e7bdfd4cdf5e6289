using System.Text.Json;
using IncidentMesh.Detection.Vulnerabilities;
using IncidentMesh.Detection.Vulnerabilities.Vex;

namespace IncidentMesh.Detection.Tests.Vulnerabilities;

public sealed class VexTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly Vulnerability Found = new()
    {
        Id = "CVE-2024-1",
        Aliases = ["GHSA-aaaa-bbbb-cccc"],
        Package = "libssl3",
        PackageUrl = "pkg:deb/debian/libssl3@3.0.9?arch=amd64",
        InstalledVersion = "3.0.9",
        Image = "registry.example/shop/web:1.4",
        Digest = $"sha256:{Hex}",
    };

    [Theory]
    [InlineData("resolved", VexStatus.Fixed)]
    [InlineData("resolved_with_pedigree", VexStatus.Fixed)]
    [InlineData("exploitable", VexStatus.Affected)]
    [InlineData("in_triage", VexStatus.UnderInvestigation)]
    [InlineData("false_positive", VexStatus.NotAffected)]
    [InlineData("not_affected", VexStatus.NotAffected)]
    [InlineData("whatever", VexStatus.None)]
    public void A_statement_changes_the_status(string state, VexStatus expected)
    {
        var found = Apply(Document($$"""{"id":"CVE-2024-1","analysis":{"state":"{{state}}","justification":"code_not_reachable"},"affects":[{"ref":"pkg:deb/debian/libssl3@3.0.9"}]}"""));

        Assert.Equal((expected, expected == VexStatus.None ? null : "code_not_reachable"), (found.Vex, found.VexReason));
    }

    [Theory]
    [InlineData("the package at any version", "pkg:deb/debian/libssl3", true)]
    [InlineData("the package by a BOM-Link", "urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#pkg:deb/debian/libssl3@3.0.9", true)]
    [InlineData("the package by a component of the document", "c1", true)]
    [InlineData("another version", "pkg:deb/debian/libssl3@3.0.10", false)]
    [InlineData("another package", "pkg:deb/debian/libcrypto3@3.0.9", false)]
    [InlineData("another kind of package", "pkg:apk/debian/libssl3@3.0.9", false)]
    [InlineData("the image by its digest", "pkg:oci/web@sha256%3A" + Hex, true)]
    [InlineData("another image", "pkg:oci/web@sha256%3Affffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false)]
    [InlineData("nothing that can be known", "c99", false)]
    public void It_counts_only_for_what_it_is_about(string what, string reference, bool counts)
    {
        var found = Apply(Document($$"""{"id":"CVE-2024-1","analysis":{"state":"not_affected"},"affects":[{"ref":"{{reference}}"}]}"""));

        Assert.True((found.Vex == VexStatus.NotAffected) == counts, what);
    }

    [Theory]
    [InlineData("""{"bom-ref":"p","name":"web","purl":"pkg:oci/web@sha256%3A0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}""", true)]
    [InlineData("""{"bom-ref":"p","name":"web","purl":"pkg:oci/web@sha256%3Affffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"}""", false)]
    [InlineData("""{"bom-ref":"p","name":"registry.example/shop/web","version":"1.4"}""", true)]
    [InlineData("""{"bom-ref":"p","name":"registry.example/shop/web","version":"1.5"}""", false)]
    [InlineData("""{"bom-ref":"p","name":"shop/web"}""", true)]
    [InlineData("""{"bom-ref":"p","name":"db"}""", false)]
    public void A_document_about_another_image_says_nothing(string product, bool counts)
    {
        var found = Apply(Document("""{"id":"CVE-2024-1","analysis":{"state":"not_affected"},"affects":[{"ref":"pkg:deb/debian/libssl3@3.0.9"}]}""", product));

        Assert.Equal(counts, found.Vex == VexStatus.NotAffected);
    }

    [Fact]
    public void It_may_name_an_alias() =>
        Assert.Equal(VexStatus.Fixed, Apply(Document("""{"id":"GHSA-aaaa-bbbb-cccc","analysis":{"state":"resolved"}}""")).Vex);

    [Fact]
    public void Of_two_statements_the_more_cautious_counts_in_either_order()
    {
        var calm = Document("""{"id":"CVE-2024-1","analysis":{"state":"not_affected"}}""");
        var alarmed = Document("""{"id":"CVE-2024-1","analysis":{"state":"exploitable"}}""");

        Assert.Equal(VexStatus.Affected, Apply(calm, alarmed).Vex);
        Assert.Equal(VexStatus.Affected, Apply(alarmed, calm).Vex);
    }

    [Fact]
    public void Statements_about_nothing_that_was_found_are_counted()
    {
        var documents = new VexDocuments();
        using var json = JsonDocument.Parse(Document("""{"id":"CVE-2024-1","analysis":{"state":"resolved"}},{"id":"CVE-2024-2","analysis":{"state":"resolved"}}"""));
        Assert.True(documents.Add(json.RootElement));
        documents.Apply(Found);

        Assert.Equal((2, 1), (documents.Statements, documents.Unused));
    }

    private static string Document(string vulnerabilities, string? product = null)
    {
        var about = product is null ? "" : "\"metadata\":{\"component\":" + product + "},";
        return $$"""
            {"bomFormat":"CycloneDX","specVersion":"1.5",{{about}}
             "components":[{"bom-ref":"c1","name":"libssl3","version":"3.0.9","purl":"pkg:deb/debian/libssl3@3.0.9"}],
             "vulnerabilities":[{{vulnerabilities}}]}
            """;
    }

    private static Vulnerability Apply(params string[] documents)
    {
        var all = new VexDocuments();
        foreach (var document in documents)
        {
            using var json = JsonDocument.Parse(document);
            Assert.True(all.Add(json.RootElement));
        }

        return all.Apply(Found);
    }
}
