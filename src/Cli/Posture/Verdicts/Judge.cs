using IncidentMesh.Cli.Posture.Manifests;
using IncidentMesh.Detection.Posture.Manifests;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.PodSecurityPolicies;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Cli.Posture.Verdicts;

/// <summary>By what pods are judged.</summary>
/// <param name="Level">Its name.</param>
/// <param name="Version">And its version.</param>
/// <param name="Decide">What a pod violates.</param>
internal sealed record Judge(string Level, string Version, Func<PodManifest, IReadOnlyList<Violation>> Decide)
{
    /// <summary>A policy that needs no file.</summary>
    private const string Ours = "restricted";

    /// <param name="policy">File with a PodSecurityPolicy, or the name of ours; null for the Pod Security Standards.</param>
    /// <param name="level">Level of the standards.</param>
    /// <param name="version">Version of the standards.</param>
    /// <param name="host">Where it is said why there is no policy.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <returns>Null where the policy cannot be read, which was said.</returns>
    public static async Task<Judge?> OfAsync(string? policy, PolicyLevel level, PolicyVersion version, CliHost host, CancellationToken cancellationToken) => policy switch
    {
        null => new Judge(PolicyOptions.Name(level), version.ToString(), pod => PodSecurityStandards.Judge(pod, level, version)),
        Ours => Of(PodSecurityPolicy.Restricted),
        _ => await ReadAsync(policy, host, cancellationToken) is { } read ? Of(read) : null,
    };

    private static Judge Of(PodSecurityPolicy policy) =>
        new($"PodSecurityPolicy {policy.Name}", "policy/v1beta1", pod => PodSecurityPolicyChecks.Judge(pod, policy));

    private static async Task<PodSecurityPolicy?> ReadAsync(string file, CliHost host, CancellationToken cancellationToken)
    {
        var files = new ManifestFiles(host);
        if (await files.ContentAsync(file, cancellationToken) is not { } content)
            return null;
        var policies = new List<PodSecurityPolicy>();
        foreach (var document in ManifestReader.Read(file, content))
        {
            if (document.Problem is { } problem)
            {
                files.Refuse(file, document.Line, $"the document {problem}");
                continue;
            }

            var (found, problems) = PodSecurityPolicyReader.Read(document.Root);
            foreach (var one in problems)
                files.Refuse(file, document.Line, one.ToString());
            policies.AddRange(found);
        }

        if (files.Unread == 0 && policies.Count != 1)
            files.Refuse(file, null, $"it has {(policies.Count == 0 ? "no PodSecurityPolicy" : "several PodSecurityPolicies")}: pods are judged by one.");
        return files.Unread == 0 ? policies[0] : null;
    }
}
