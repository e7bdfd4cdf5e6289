using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Detection.Tests.Vulnerabilities;

public sealed class ReportFormatTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string Trivy =
        $$"""
        {"SchemaVersion":2,"ArtifactName":"registry.example/shop/web:1.4","ArtifactType":"container_image",
         "Metadata":{"RepoTags":["registry.example/shop/web:1.4"],"RepoDigests":["registry.example/shop/web@{{Digest}}"]},
         "Results":[
          {"Target":"web (debian 12.1)","Class":"os-pkgs","Vulnerabilities":[
           {"VulnerabilityID":"CVE-2024-0001","VendorIDs":["DSA-1"],"PkgName":"libssl3","PkgIdentifier":{"PURL":"pkg:deb/debian/libssl3@3.0.9-1?arch=amd64"},
            "InstalledVersion":"3.0.9-1","FixedVersion":"3.0.11-1","Severity":"HIGH",
            "CVSS":{"nvd":{"V2Score":10,"V2Vector":"AV:N","V3Score":7.5,"V3Vector":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"},"redhat":{"V3Score":8.1,"V3Vector":"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H"} } }]},
          {"Target":"app/package-lock.json","Class":"lang-pkgs"}]}
        """;

    private const string Grype =
        $$"""
        {"matches":[{
          "vulnerability":{"id":"GHSA-aaaa-bbbb-cccc","severity":"Critical","cvss":[],"fix":{"versions":["2.0.1","1.9.9"],"state":"fixed"},"epss":[{"cve":"CVE-2024-0002","epss":0.5,"percentile":0.9}]},
          "relatedVulnerabilities":[{"id":"CVE-2024-0002","severity":"High","cvss":[{"version":"3.1","vector":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","metrics":{"baseScore":9.8} }]}],
          "artifact":{"name":"left","version":"2.0.0","type":"npm","purl":"pkg:npm/left@2.0.0"} }],
         "source":{"type":"image","target":{"userInput":"registry.example/shop/web:1.4","repoDigests":["registry.example/shop/web@{{Digest}}"]} } }
        """;

    private const string Sarif =
        $$"""
        {"version":"2.1.0","runs":[{
          "tool":{"driver":{"name":"Trivy","rules":[
            {"id":"CVE-2024-0003","properties":{"security-severity":"5.5"} },
            {"id":"KSV001"}]} },
          "properties":{"imageName":"registry.example/shop/web:1.4","repoDigests":["registry.example/shop/web@{{Digest}}"]},
          "results":[
            {"ruleId":"CVE-2024-0003","ruleIndex":0,"message":{"text":"Package: zlib1g\nInstalled Version: 1.2.13\nVulnerability CVE-2024-0003\nSeverity: MEDIUM\nFixed Version: 1.3"} },
            {"ruleId":"KSV001","ruleIndex":1,"message":{"text":"no vulnerability"} },
            {"ruleId":"CVE-2024-0004-curl","message":{"text":"x"} }]}]}
        """;

    private const string Report =
        $$"""
        {"apiVersion":"v1","kind":"List","items":[{"apiVersion":"aquasecurity.github.io/v1alpha1","kind":"VulnerabilityReport","metadata":{"name":"r","namespace":"shop"},
         "report":{"registry":{"server":"registry.example"},"artifact":{"repository":"shop/web","tag":"1.4","digest":"{{Digest}}"},
          "vulnerabilities":[{"vulnerabilityID":"CVE-2024-0005","resource":"bash","installedVersion":"5.2","fixedVersion":"","severity":"LOW","score":3.3},{"resource":"nothing"}]} }]}
        """;

    private const string CycloneDx =
        $$"""
        {"bomFormat":"CycloneDX","specVersion":"1.5","metadata":{"component":{"bom-ref":"image","type":"container","name":"registry.example/shop/web","purl":"pkg:oci/web@sha256%3A{{"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}}?repository_url=registry.example/shop/web"} },
         "components":[{"bom-ref":"c1","name":"libxml2","version":"2.9","purl":"pkg:deb/debian/libxml2@2.9"}],
         "vulnerabilities":[{"id":"CVE-2024-0006","ratings":[{"score":9.1,"severity":"critical","method":"CVSSv31","vector":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N"}],"affects":[{"ref":"c1"}],"analysis":{"state":"in_triage"} }]}
        """;

    [Fact]
    public void Trivy_is_known_by_its_content_and_read()
    {
        var found = One(Trivy, "trivy");

        Assert.Equal(("CVE-2024-0001", Severity.High, 8.1), (found.Id, found.Severity, found.CvssScore));
        Assert.Equal("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H", found.CvssVector);
        Assert.Equal(("libssl3", "3.0.9-1", "3.0.11-1"), (found.Package, found.InstalledVersion, found.FixedVersion));
        Assert.Equal(("registry.example/shop/web:1.4", Digest), (found.Image, found.Digest));
        Assert.Equal(["DSA-1"], found.Aliases);
        Assert.Null(found.KnownExploited);
        Assert.Null(found.Epss);
    }

    [Fact]
    public void The_list_that_Trivy_wrote_before_its_second_schema_is_read_too() =>
        Assert.Equal("app/package-lock.json", One("""[{"Target":"app/package-lock.json","Vulnerabilities":[{"VulnerabilityID":"CVE-2018-1","PkgName":"a","Severity":"HIGH"}]}]""", "trivy").Image);

    [Fact]
    public void A_report_of_Trivy_over_a_cluster_has_an_image_a_resource() =>
        Assert.Equal(Digest, One($$"""{"ClusterName":"c","Resources":[{"Namespace":"shop","Kind":"Deployment","Name":"web","Metadata":[{"RepoDigests":["web@{{Digest}}"]}],"Results":[{"Target":"t","Vulnerabilities":[{"VulnerabilityID":"CVE-2024-1","PkgName":"a"}]}]}]}""", "trivy").Digest);

    [Fact]
    public void Of_Grype_the_related_CVE_is_the_id_and_its_own_an_alias()
    {
        var found = One(Grype, "grype");

        Assert.Equal(("CVE-2024-0002", Severity.Critical, 9.8), (found.Id, found.Severity, found.CvssScore));
        Assert.Equal(["GHSA-aaaa-bbbb-cccc"], found.Aliases);
        Assert.Equal(("left", "2.0.0", "2.0.1, 1.9.9"), (found.Package, found.InstalledVersion, found.FixedVersion));
        Assert.Equal((Digest, 0.5), (found.Digest, found.Epss));
    }

    [Fact]
    public void Of_SARIF_packages_are_in_messages_and_rule_ids_and_what_names_no_vulnerability_is_none()
    {
        var reading = Read(Sarif);

        Assert.Equal(("sarif", 0), (reading.Format, reading.Unread));
        Assert.Equal(
            [("CVE-2024-0003", "zlib1g", "1.2.13", "1.3", 5.5), ("CVE-2024-0004", "curl", null, null, null)],
            reading.Vulnerabilities.Select(static one => (one.Id, one.Package, one.InstalledVersion, one.FixedVersion, one.CvssScore)));
        Assert.All(reading.Vulnerabilities, static one => Assert.Equal(Digest, one.Digest));
    }

    [Fact]
    public void Of_VulnerabilityReports_what_has_no_id_is_told_with_its_place()
    {
        var reading = Read(Report);

        Assert.Equal(("vulnerability-report", 1), (reading.Format, reading.Unread));
        Assert.Equal(["'items[0].report.vulnerabilities[1]' has no vulnerabilityID."], reading.Notes);
        var found = Assert.Single(reading.Vulnerabilities);
        Assert.Equal(("registry.example/shop/web:1.4", Digest, (string?)null), (found.Image, found.Digest, found.FixedVersion));
    }

    [Fact]
    public void CycloneDX_with_vulnerabilities_is_a_report()
    {
        var found = One(CycloneDx, "cyclonedx");

        Assert.Equal(("CVE-2024-0006", "libxml2", Severity.Critical, VexStatus.UnderInvestigation, Digest), (found.Id, found.Package, found.Severity, found.Vex, found.Digest));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("""{"kind":"Pod"}""")]
    [InlineData("""{"matches":[]}""")]
    public void What_is_none_of_these_is_refused(string json) => Assert.Null(ReportReader.Read(JsonDocument.Parse(json).RootElement, null, 10));

    [Theory]
    [InlineData("grype", """{"SchemaVersion":2,"Results":[{"Vulnerabilities":[{"VulnerabilityID":"CVE-1"}]}]}""", false)]
    [InlineData("trivy", """{"SchemaVersion":2,"Results":[{"Vulnerabilities":[{"VulnerabilityID":"CVE-1"}]}]}""", true)]
    [InlineData("grype", """{"matches":[{"vulnerability":{"id":"CVE-1"}}]}""", true)]
    [InlineData("grype", """{"matches":[],"source":{}}""", true)]
    [InlineData("grype", "{}", false)]
    public void A_named_format_is_taken_where_there_is_anything_of_it(string format, string json, bool isRead) =>
        Assert.Equal(isRead, ReportReader.Read(JsonDocument.Parse(json).RootElement, format, 10) is not null);

    [Theory]
    [InlineData("trivy", """{"SchemaVersion":2,"Results":[{"Vulnerabilities":"x"},{"Vulnerabilities":[3,null,{"VulnerabilityID":7},{"VulnerabilityID":"CVE-2024-1","CVSS":[],"Severity":{},"PkgName":[]}]}]}""", 1, 3)]
    [InlineData("grype", """{"matches":[null,{"vulnerability":null},{"vulnerability":{"id":"CVE-2024-1","cvss":[{"version":"x","metrics":{"baseScore":"nine"}}]}}],"source":{"target":"web"}}""", 1, 2)]
    [InlineData("sarif", """{"version":"2.1.0","runs":[{"results":[{},{"ruleIndex":99,"ruleId":"CVE-2024-0001"}]}]}""", 1, 1)]
    public void Hostile_shapes_are_left_out_and_counted(string format, string json, int read, int unread)
    {
        var reading = Read(json);

        Assert.Equal((format, read, unread), (reading.Format, reading.Vulnerabilities.Count, reading.Unread));
    }

    [Fact]
    public void No_more_are_read_than_asked_for()
    {
        var many = string.Join(',', Enumerable.Range(0, 50).Select(static i => $$"""{"VulnerabilityID":"CVE-2024-{{1000 + i}}"}"""));
        var reading = ReportReader.Read(JsonDocument.Parse($$"""{"SchemaVersion":2,"Results":[{"Vulnerabilities":[{{many}}]}]}""").RootElement, null, 10)!;

        Assert.Equal((10, true), (reading.Vulnerabilities.Count, reading.IsCut));
    }

    [Fact]
    public void What_two_scanners_found_in_one_package_of_one_image_is_one_and_the_worse_counts()
    {
        var other = Grype.Replace("GHSA-aaaa-bbbb-cccc", "GHSA-xxxx-yyyy-zzzz", StringComparison.Ordinal).Replace("CVE-2024-0002", "CVE-2024-0001", StringComparison.Ordinal)
            .Replace("\"left\"", "\"libssl3\"", StringComparison.Ordinal).Replace("\"2.0.0\"", "\"3.0.9-1\"", StringComparison.Ordinal);

        var merged = Assert.Single(VulnerabilityMerge.Merge(Read(Trivy).Vulnerabilities.Concat(Read(other).Vulnerabilities)));

        Assert.Equal(("CVE-2024-0001", Severity.Critical, 9.8), (merged.Id, merged.Severity, merged.CvssScore));
        Assert.Equal(["DSA-1", "GHSA-xxxx-yyyy-zzzz"], merged.Aliases);
        Assert.Equal(["grype", "trivy"], merged.Sources);
        Assert.Equal("3.0.11-1", merged.FixedVersion);
    }

    private static Vulnerability One(string json, string format)
    {
        var reading = Read(json);
        Assert.Equal((format, 0), (reading.Format, reading.Unread));
        return Assert.Single(reading.Vulnerabilities);
    }

    private static ReportReading Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ReportReader.Read(document.RootElement, null, 1_000)!;
    }
}
