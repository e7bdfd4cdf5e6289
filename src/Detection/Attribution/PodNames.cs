using System.Buffers;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection;

/// <summary>
/// Reads the workload off a pod's name, where nothing better is known. Kubernetes' controllers name their pods by
/// patterns, with generated parts of a small alphabet without vowels (<c>k8s.io/apimachinery/pkg/util/rand</c>).
/// </summary>
/// <remarks>
/// It is a guess: pods of a DaemonSet, a Job and a ReplicaSet without Deployment are named alike and are taken for a
/// DaemonSet's, and anybody may name a bare pod like a Deployment's.
/// </remarks>
public static class PodNames
{
    private const int LongestName = 253;
    private const int LongestNamespace = 63;
    private static readonly SearchValues<char> Generated = SearchValues.Create("bcdfghjklmnpqrstvwxz2456789");
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    /// <returns>The workload; null where namespace or pod is no name that Kubernetes allows.</returns>
    public static WorkloadRef? InferWorkload(string cluster, string @namespace, string pod)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(@namespace);
        ArgumentNullException.ThrowIfNull(pod);
        if (!IsName(@namespace) || @namespace.Length > LongestNamespace || !IsName(pod))
            return null;

        var (kind, name) = Infer(pod);
        return new WorkloadRef(cluster, @namespace, kind, name);
    }

    /// <summary>Whether Kubernetes allows a text as a name: a sensor's word is not enough to make a key of it.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= LongestName
            && !name.AsSpan().ContainsAnyExcept(NameCharacters)
            && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]);
    }

    private static (string Kind, string Name) Infer(string pod)
    {
        var last = pod.LastIndexOf('-');
        if (last <= 0)
            return ("Pod", pod);

        var suffix = pod.AsSpan(last + 1);
        var owner = pod[..last];
        if (suffix.Length == 5 && !suffix.ContainsAnyExcept(Generated))
        {
            var middle = owner.LastIndexOf('-');
            if (middle <= 0)
                return ("DaemonSet", owner);

            // A CronJob's jobs carry their scheduled time: minutes since 1970, seconds before Kubernetes 1.21.
            var hash = owner.AsSpan(middle + 1);
            if (!hash.ContainsAnyExcept(Digits) && (hash.Length == 8 || (hash.Length == 10 && hash[0] == '1')))
                return ("CronJob", owner[..middle]);

            return hash.Length is >= 6 and <= 10 && !hash.ContainsAnyExcept(Generated)
                ? ("Deployment", owner[..middle])
                : ("DaemonSet", owner);
        }

        return suffix.Length is > 0 and <= 5 && !suffix.ContainsAnyExcept(Digits) && (suffix.Length == 1 || suffix[0] != '0')
            ? ("StatefulSet", owner)
            : ("Pod", pod);
    }
}
