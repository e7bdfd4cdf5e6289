using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Vulnerabilities.Components;

namespace IncidentMesh.Detection.Tests.Vulnerabilities;

public sealed class KubernetesFeedTests
{
    private static readonly RunningComponent Server = new("kube-apiserver", "", "v1.28.3-gke.1203000");
    private static readonly RunningComponent Kubelet = new("kubelet", "n1", "v1.27.7+k3s1");

    [Theory]
    [InlineData("kubelet v1.27.0 - v1.27.7", "kubelet", "v1.27.7", true)]
    [InlineData("kubelet v1.27.0 - v1.27.7", "kubelet", "v1.27.8", false)]
    [InlineData("kubelet v1.27.0 - v1.27.7", "kube-apiserver", "v1.27.7", false)]
    [InlineData("- kube-apiserver v1.20.0-1.20.5", "kube-apiserver", "v1.20.3", true)]
    [InlineData("* kubelet: v1.30.0 to v1.30.9", "kubelet", "v1.30.9", true)]
    [InlineData("kubelet <= v1.24.17", "kubelet", "v1.24.17-eks-1", true)]
    [InlineData("kubelet < 1.24.17", "kubelet", "v1.24.17", false)]
    [InlineData("`kube-proxy` &lt;= v1.24.17", "kube-proxy", "v1.20.0", true)]
    [InlineData("Kubernetes >= v1.26.0, < v1.26.4", "kube-scheduler", "v1.26.3", true)]
    [InlineData("Kubernetes >= v1.26.0, < v1.26.4", "kube-scheduler", "v1.25.9", false)]
    [InlineData("kubelet > 1.26.0 and <= 1.26.4", "kubelet", "v1.26.0", false)]
    [InlineData("kubelet v1.16.x", "kubelet", "v1.16.99", true)]
    [InlineData("kubelet v1.16.x", "kubelet", "v1.17.0", false)]
    [InlineData("kubelet v1.16", "kubelet", "v1.16.4", true)]
    [InlineData("kubelet v1.16.4", "kubelet", "v1.16.4", true)]
    [InlineData("kubelet v1.16.4", "kubelet", "v1.16.5", false)]
    [InlineData("all versions prior to v1.20.2", "kubelet", "v1.20.1", true)]
    [InlineData("kube-apiserver v1.30.0 and later", "kube-apiserver", "v1.31.0", true)]
    [InlineData("kube-apiserver: all versions", "kube-apiserver", "v1.99.0", true)]
    public void A_line_names_versions(string line, string component, string version, bool isAffected)
    {
        var entry = Assert.Single(Feed($"#### Affected Versions\n\n{line}\n\n#### Fixed Versions\n\n- kubelet v9.9.9").Entries);

        Assert.Empty(entry.Unparsed);
        Assert.Equal(isAffected, Assert.Single(entry.Affected).Includes(component, ComponentVersion.Parse(version)!));
    }

    [Theory]
    [InlineData("kubelet v1.27.0 - v1.27.7 unless built with OpenSSL 3")]
    [InlineData("ingress-nginx < 1.11.5")]
    [InlineData("kubelet < v1.27.7, < v1.26.3")]
    [InlineData("see the table below")]
    public void A_line_that_is_not_understood_as_a_whole_is_not_guessed_at(string line)
    {
        var entry = Assert.Single(Feed($"**Affected Versions**\n- {line}").Entries);

        Assert.Empty(entry.Affected);
        Assert.Equal([line], entry.Unparsed);
        Assert.False(Assert.Single(Feed($"**Affected Versions**\n- {line}").Match([Server])).IsCertain);
    }

    [Fact]
    public void Its_section_ends_where_the_next_begins()
    {
        var entry = Assert.Single(Feed("Rated [CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H](x) **High**\n\n### Am I vulnerable?\n\nPerhaps.\n\n#### Affected Versions\n\n- kubelet v1.17.0 - v1.17.2\n- kubelet v1.16.0 - v1.16.6\n\nHow do I mitigate this vulnerability?\n\nPatch v1.18.0.\n").Entries);

        Assert.Equal(2, entry.Affected.Count);
        Assert.Empty(entry.Unparsed);
        Assert.Equal((Severity.High, "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H"), (entry.Severity, entry.CvssVector));
    }

    [Fact]
    public void The_title_names_the_component_where_lines_do_not()
    {
        var entry = Assert.Single(Feed("Affected Versions:\n- v1.27.0 - v1.27.7", "kubelet writes where it should not").Entries);

        Assert.Equal("kubelet", Assert.Single(entry.Affected).Component);
    }

    [Fact]
    public void A_cluster_is_told_what_it_is_affected_by_first_and_then_what_somebody_must_read()
    {
        var feed = Feed("Affected Versions\n- kubelet <= v1.20.0", id: "CVE-1", more:
        [
            ("CVE-2", "nothing about versions"),
            ("CVE-3", "Affected Versions\n- kubelet v1.27.0 - v1.27.7\n- kube-apiserver v1.28.0 - v1.28.3"),
        ]);

        var findings = feed.Match([Server, Kubelet]);

        Assert.Equal([("CVE-3", true), ("CVE-2", false)], findings.Select(static one => (one.Entry.Id, one.IsCertain)));
        Assert.Equal([Server, Kubelet], findings[0].Components);
    }

    [Fact]
    public void A_component_whose_version_cannot_be_read_is_never_called_safe() =>
        Assert.False(Assert.Single(Feed("Affected Versions\n- kubelet <= v1.20.0").Match([Kubelet with { Version = "unknown" }])).IsCertain);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"version":"https://jsonfeed.org/version/1.1"}""")]
    public void What_is_no_feed_is_refused(string json) => Assert.Null(KubernetesFeed.Read(JsonDocument.Parse(json).RootElement));

    private static KubernetesFeed Feed(string text, string summary = "something", string id = "CVE-2024-1", params (string Id, string Text)[] more)
    {
        JsonNode Item(string name, string content) => new JsonObject
        {
            ["id"] = name,
            ["summary"] = summary,
            ["content_text"] = content,
            ["date_published"] = "2024-01-02T03:04:05Z",
            ["_kubernetes_io"] = new JsonObject { ["issue_number"] = 1 },
        };
        var feed = new JsonObject { ["version"] = "https://jsonfeed.org/version/1.1", ["items"] = new JsonArray([Item(id, text), .. more.Select(one => Item(one.Id, one.Text))]) };
        using var document = JsonDocument.Parse(feed.ToJsonString());
        return KubernetesFeed.Read(document.RootElement)!;
    }
}
