using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Detection.Vulnerabilities;
using IncidentMesh.Detection.Vulnerabilities.Components;
using IncidentMesh.Detection.Vulnerabilities.Exploitation;
using IncidentMesh.Detection.Vulnerabilities.Vex;

namespace IncidentMesh.Detection.Tests.Vulnerabilities;

public sealed class HostileReportTests
{
    public static TheoryData<string> Documents =>
    [
        """{"SchemaVersion":2,"ArtifactName":"web:1","Metadata":{"RepoTags":["web:1"],"RepoDigests":["web@sha256:00"]},"Results":[{"Target":"t","Vulnerabilities":[{"VulnerabilityID":"CVE-2024-1","VendorIDs":["D"],"PkgName":"a","PkgIdentifier":{"PURL":"pkg:deb/a@1"},"InstalledVersion":"1","Severity":"HIGH","CVSS":{"nvd":{"V3Score":7.5,"V3Vector":"x"}}}]}]}""",
        """{"matches":[{"vulnerability":{"id":"CVE-2024-1","severity":"High","cvss":[{"version":"3.1","vector":"x","metrics":{"baseScore":9}}],"fix":{"versions":["1"]},"epss":[{"epss":0.1}],"knownExploited":[{}]},"relatedVulnerabilities":[{"id":"CVE-2024-2"}],"artifact":{"name":"a","version":"1","purl":"pkg:npm/a@1"}}],"source":{"type":"image","target":{"userInput":"w","repoDigests":["w@sha256:0"],"tags":["t"]}}}""",
        """{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"T","rules":[{"id":"CVE-2024-0001","properties":{"security-severity":"9"}}]}},"properties":{"imageName":"w","repoDigests":["d"]},"results":[{"ruleId":"CVE-2024-0001","ruleIndex":0,"message":{"text":"Package: a"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"u"}}}]}]}]}""",
        """{"kind":"List","items":[{"kind":"VulnerabilityReport","report":{"registry":{"server":"s"},"artifact":{"repository":"r","tag":"t","digest":"d"},"vulnerabilities":[{"vulnerabilityID":"CVE-2024-1","resource":"a","score":3}]}}]}""",
        """{"bomFormat":"CycloneDX","metadata":{"component":{"bom-ref":"p","name":"w","version":"1","purl":"pkg:oci/w@sha256%3A00"}},"components":[{"bom-ref":"c","name":"a","purl":"pkg:deb/a@1","components":[{"bom-ref":"d"}]}],"vulnerabilities":[{"id":"CVE-2024-1","references":[{"id":"G"}],"ratings":[{"score":9,"severity":"high","method":"CVSSv31","vector":"v"}],"affects":[{"ref":"c"},{"ref":"urn:cdx:x/1#pkg:deb/a@1"}],"analysis":{"state":"resolved","justification":"j"}}]}""",
        """{"catalogVersion":"1","vulnerabilities":[{"cveID":"CVE-2024-1"}]}""",
        """{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"CVE-1","summary":"s","content_text":"Affected Versions\n- kubelet <= v1.2.3","date_published":"2024-01-01T00:00:00Z","external_url":"u"}]}""",
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_with_values_of_the_wrong_type_is_read_as_far_as_it_goes(string document)
    {
        var whole = JsonNode.Parse(document)!;
        for (var seed = 1; seed <= 300; seed++)
        {
            var damaged = JsonDamage.Of(whole, new Random(seed));
            using var json = JsonDocument.Parse(damaged);
            var failure = Record.Exception(() =>
            {
                var vex = new VexDocuments();
                vex.Add(json.RootElement);
                KnownExploited.Read(json.RootElement);
                KubernetesFeed.Read(json.RootElement)?.Match([new RunningComponent("kubelet", "n", "v1.2.3")]);
                foreach (var found in VulnerabilityMerge.Merge(ReportReader.Read(json.RootElement, null, 100)?.Vulnerabilities ?? []))
                    vex.Apply(found);
            });
            Assert.True(failure is null, $"Seed {seed}: {failure}\n{damaged}");
        }
    }
}
