using System.Diagnostics;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>Command lines and files of etcd, kube-apiserver and kube-controller-manager for one run.</summary>
internal sealed class ControlPlane(KubernetesBinaries binaries, string folder, TestCertificates certificates, ServerProcesses processes)
{
    private const string AuditPolicy =
        """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
        - level: None
          nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version", "/openapi*"]
        - level: None
          users: ["system:kube-controller-manager", "system:apiserver"]
        - level: None
          userGroups: ["system:serviceaccounts:kube-system"]
        - level: Metadata
          resources: [{group: "", resources: [secrets, configmaps, serviceaccounts/token]}]
        - level: RequestResponse
        """;

    private string _controllersKubeconfig = "";

    public Uri? AuditUrl { get; init; }

    public string? AuditToken { get; init; }

    public void StartApiServer(Uri address, int etcdPort, int etcdPeerPort)
    {
        certificates.IssueServer("apiserver", "kube-apiserver");
        certificates.IssueServer("webhook", "localhost");
        certificates.IssueClient("admin", "admin", "system:masters");
        certificates.IssueClient("controllers", "system:kube-controller-manager");
        certificates.IssueTokenKey();
        certificates.WriteKubeconfig(InFolder("admin.kubeconfig"), "admin", address);
        _controllersKubeconfig = InFolder("controllers.kubeconfig");
        certificates.WriteKubeconfig(_controllersKubeconfig, "controllers", address);

        var etcd = $"http://127.0.0.1:{etcdPort}";
        var peer = $"http://127.0.0.1:{etcdPeerPort}";
        processes.Start("etcd", binaries.Etcd,
            "--name=test", $"--data-dir={InFolder("etcd")}", $"--listen-client-urls={etcd}", $"--advertise-client-urls={etcd}",
            $"--listen-peer-urls={peer}", $"--initial-advertise-peer-urls={peer}", $"--initial-cluster=test={peer}");
        processes.Start("kube-apiserver", binaries.ApiServer,
        [
            $"--etcd-servers={etcd}", "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", $"--secure-port={address.Port}",
            "--endpoint-reconciler-type=none", "--service-cluster-ip-range=10.96.0.0/24", "--allow-privileged=true",
            "--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction",
            $"--client-ca-file={Pki("ca.crt")}", $"--tls-cert-file={Pki("apiserver.crt")}", $"--tls-private-key-file={Pki("apiserver.key")}",
            $"--service-account-key-file={Pki("sa.pub")}", $"--service-account-signing-key-file={Pki("sa.key")}",
            "--service-account-issuer=https://kubernetes.default.svc", "--api-audiences=https://kubernetes.default.svc",
            .. Auditing(),
        ]);
    }

    public void StartControllers() =>
        processes.Start("kube-controller-manager", binaries.ControllerManager!,
        [
            $"--kubeconfig={_controllersKubeconfig}", $"--authentication-kubeconfig={_controllersKubeconfig}",
            $"--authorization-kubeconfig={_controllersKubeconfig}", "--bind-address=127.0.0.1", "--secure-port=0", .. InsecurePort(),
            "--leader-elect=false", "--use-service-account-credentials=true", $"--service-account-private-key-file={Pki("sa.key")}",
            $"--root-ca-file={Pki("ca.crt")}", $"--cluster-signing-cert-file={Pki("ca.crt")}", $"--cluster-signing-key-file={Pki("ca.key")}",
            "--controllers=*,-nodelifecycle,-ttl,-cloud-node-lifecycle", $"--cert-dir={InFolder("controllers")}",
            "--kube-api-qps=500", "--kube-api-burst=1000", "--horizontal-pod-autoscaler-sync-period=1s",
        ]);

    private IEnumerable<string> Auditing()
    {
        File.WriteAllText(InFolder("audit-policy.yaml"), AuditPolicy);
        yield return $"--audit-policy-file={InFolder("audit-policy.yaml")}";
        yield return $"--audit-log-path={Path.Combine(folder, "log", "audit.log")}";
        yield return "--audit-log-format=json";
        if (AuditUrl is null)
            yield break;

        TestCertificates.WriteSecret(InFolder("audit-webhook.kubeconfig"),
            $$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: audit, cluster: {server: "{{AuditUrl}}"} }]
            users: [{name: audit, user: { {{(AuditToken is null ? "" : $"token: \"{AuditToken}\"")}} } }]
            contexts: [{name: audit, context: {cluster: audit, user: audit} }]
            current-context: audit
            """);
        yield return $"--audit-webhook-config-file={InFolder("audit-webhook.kubeconfig")}";
        yield return "--audit-webhook-mode=batch";
        yield return "--audit-webhook-batch-max-wait=200ms";
        yield return "--audit-webhook-batch-max-size=100";
        yield return "--audit-webhook-initial-backoff=500ms";
    }

    // The switch that turns plain HTTP off went away together with plain HTTP.
    private IEnumerable<string> InsecurePort()
    {
        using var help = Process.Start(new ProcessStartInfo(binaries.ControllerManager!, "--help") { RedirectStandardOutput = true })!;
        var known = help.StandardOutput.ReadToEnd().Contains("\n      --port ", StringComparison.Ordinal);
        help.WaitForExit();
        return known ? ["--port=0"] : [];
    }

    private string InFolder(string name) => Path.Combine(folder, name);

    private string Pki(string name) => certificates.FileOf(name);
}
