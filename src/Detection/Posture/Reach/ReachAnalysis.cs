using IncidentMesh.Detection.Posture.Exposure.Policies;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Reach.Host;
using IncidentMesh.Detection.Posture.Reach.Rbac;
using IncidentMesh.Detection.Posture.Reach.Rights;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Posture.Reach;

/// <summary>Says what a takeover of a pod gives.</summary>
public static class ReachAnalysis
{
    private static readonly string[] BindingKinds = ["ClusterRoleBinding", "RoleBinding"];

    /// <param name="pod">A pod, or a workload with its template. One without a namespace is in <c>default</c>.</param>
    /// <param name="cluster">What is known around it.</param>
    public static PodReach Of(PodManifest pod, ClusterSnapshot cluster)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(cluster);
        return new Analysis(pod, cluster).Run();
    }

    private sealed class Analysis(PodManifest pod, ClusterSnapshot cluster)
    {
        private readonly string _namespace = pod.Metadata.Namespace ?? "default";
        private readonly string _accountName = pod.Spec.ServiceAccountName is { Length: > 0 } named ? named : "default";
        private readonly List<Credential> _credentials = [];
        private readonly List<string> _unknowns = [];
        private ReachLevel _atMost;

        public PodReach Run()
        {
            var account = cluster.Accounts.GetValueOrDefault((_namespace, _accountName));
            _credentials.AddRange(NodeReach.Of(pod.Spec));
            _credentials.AddRange(HostPathReach.Of(pod.Spec));
            _credentials.AddRange(PodSecrets.Of(pod.Spec, account));
            var rights = Rights(account);
            Cloud(account);

            var level = _credentials.Select(static one => one.Level).Concat(rights.Select(static one => one.Level)).DefaultIfEmpty(ReachLevel.Nothing).Max();
            var atMost = rights.Select(static one => one.AtMost).Append(_atMost).Append(level).Max();
            return new PodReach(
                level, atMost,
                [.. _credentials.OrderByDescending(static one => one.Level).ThenBy(static one => one.Kind).ThenBy(static one => one.Name, StringComparer.Ordinal)],
                rights, _unknowns);
        }

        private IReadOnlyList<ReachedRight> Rights(ServiceAccountFacts? account)
        {
            var automount = pod.Spec.AutomountServiceAccountToken ?? account?.Automount;
            var mounted = pod.Spec.Volumes.SelectMany(static volume => volume.Tokens).Any(static token => token.Audience is null);
            if (automount == false && !mounted)
                return cluster.KnowsRbac ? Closure(Identity.Anonymous) : [];
            if (automount is null && account is null && !mounted)
                _unknowns.Add($"The service account {_namespace}/{_accountName} is not known: it may keep its token from pods, but is taken to mount it, as is the default.");

            var identity = Identity.OfServiceAccount(_namespace, _accountName);
            _credentials.Add(new Credential(
                CredentialKind.AccountToken, identity.User, ReachLevel.Own,
                $"The token of {identity.User} for the API server is mounted{(mounted ? " by a projected volume" : "")}."));
            if (!cluster.KnowsRbac)
            {
                Unknown(ReachLevel.Cluster, $"Roles and their bindings are not known, so neither is what {identity.User} may do.");
                return [];
            }

            foreach (var kind in BindingKinds.Where(kind => !cluster.Knows(kind)))
                Unknown(ReachLevel.Cluster, $"{kind}s are not known: {identity.User} may have rights by them, too.");
            return Closure(identity);
        }

        private IReadOnlyList<ReachedRight> Closure(Identity identity)
        {
            var admission = new NamespaceAdmission(cluster.Namespaces);
            var rights = RightClosure.Of(cluster.Rbac, admission, identity);
            foreach (var place in rights.Where(static right => right.AtMost > right.Level).Select(static right => right.Namespace).Distinct(StringComparer.Ordinal).Take(5))
                _unknowns.Add($"Whether the namespace {place} admits privileged pods is not known: its labels are missing.");
            return rights;
        }

        private void Cloud(ServiceAccountFacts? account)
        {
            var identities = CloudIdentities.Of(pod, account).ToList();
            _credentials.AddRange(identities);
            foreach (var identity in identities)
                Unknown(ReachLevel.Cluster, $"What {identity.Name} may do in its cloud is not known; it may be as much as changing the cluster.");

            if (!cluster.Knows("Node"))
            {
                Unknown(ReachLevel.Node, "Nodes are not known, so neither is whether a cloud's metadata service gives out the node's role.");
                return;
            }

            if (!cluster.Nodes.Any(static node => node.HasMetadataService) || !EgressPolicies.AllowMetadata(pod, cluster))
                return;
            _credentials.Add(new Credential(
                CredentialKind.CloudMetadata, EgressPolicies.MetadataAddress, ReachLevel.Own,
                $"No network policy keeps the pod from {EgressPolicies.MetadataAddress}, where the node's cloud gives out the node's role{(pod.Spec.HostNetwork ? ", and on the node's network no hop limit does either" : "")}."));
            Unknown(ReachLevel.Node, "Whether the metadata service answers pods (IMDSv2 with a hop limit, workload identity) and what the node's role may do is not known.");
        }

        private void Unknown(ReachLevel atMost, string sentence)
        {
            _atMost = atMost > _atMost ? atMost : _atMost;
            _unknowns.Add(sentence);
        }
    }
}
