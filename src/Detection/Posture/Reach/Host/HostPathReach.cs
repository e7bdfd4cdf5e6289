using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Reach.Host;

/// <summary>What mounts of the node's file system give.</summary>
internal static class HostPathReach
{
    private static readonly string[] Sockets =
    [
        "/run/docker.sock", "/run/containerd/containerd.sock", "/run/crio/crio.sock", "/run/cri-dockerd.sock", "/run/dockershim.sock",
        "/run/podman/podman.sock", "/run/k3s/containerd/containerd.sock", "/run/k0s/containerd.sock", "/run/dbus/system_bus_socket",
    ];

    /// <summary>What is worth having even if it can only be read.</summary>
    private static readonly (string Path, ReachLevel Level, string What)[] Secrets =
    [
        ("/var/lib/etcd", ReachLevel.Cluster, "the database of the whole cluster, where the node holds it"),
        ("/etc/kubernetes", ReachLevel.Node, "the kubelet's credentials, and on a control plane those of the cluster"),
        ("/var/lib/kubelet", ReachLevel.Node, "the kubelet's credentials and the secrets and tokens of all pods of the node"),
        ("/var/lib/rancher", ReachLevel.Node, "k3s' and RKE2's credentials"),
        ("/root", ReachLevel.Node, "keys of the node's administrator"),
        ("/proc", ReachLevel.Node, "the environment of every process of the node"),
        ("/etc/shadow", ReachLevel.Node, "password hashes of the node"),
        ("/etc/ssh", ReachLevel.Node, "host keys of the node"),
        ("/dev", ReachLevel.Node, "the node's disks"),
    ];

    /// <summary>What the node runs or obeys: who can write it runs code there.</summary>
    private static readonly string[] Obeyed =
    [
        "/etc", "/bin", "/sbin", "/lib", "/lib64", "/usr", "/opt", "/boot", "/root", "/home", "/var/spool/cron", "/var/lib/kubelet",
        "/var/lib/docker", "/var/lib/containerd", "/var/lib/containers", "/run", "/proc", "/sys", "/dev", "/var/log", "/var/lib/rancher",
    ];

    public static IEnumerable<Credential> Of(PodSpec spec)
    {
        foreach (var volume in spec.Volumes.Where(static volume => volume.HostPath is not null))
        {
            var mounts = spec.Containers.SelectMany(static container => container.VolumeMounts).Where(mount => mount.VolumeName == volume.Name).ToList();
            if (mounts.Count == 0)
                continue;
            var isReadOnly = mounts.TrueForAll(static mount => mount.ReadOnly);
            foreach (var path in mounts.Select(mount => Joined(volume.HostPath!, mount.SubPath)).Distinct(StringComparer.Ordinal))
                yield return Of(path, isReadOnly);
        }
    }

    private static Credential Of(string path, bool isReadOnly)
    {
        var real = Real(path);
        if (Array.Find(Sockets, socket => Holds(real, socket)) is { } found)
        {
            // A read-only mount does not keep anybody from speaking to a socket.
            return new Credential(
                CredentialKind.HostSocket, path, ReachLevel.Node,
                $"{path} of the node is mounted and has {found}, through which containers are started as the node's root.");
        }

        var held = Secrets.Where(secret => Holds(real, secret.Path) || Holds(secret.Path, real)).ToList();
        var level = held.Count > 0 ? held.Max(static secret => secret.Level) : ReachLevel.Own;
        var how = isReadOnly ? "to be read" : "to be written";
        var what = held.Count > 0 ? $": {string.Join("; ", held.OrderByDescending(static secret => secret.Level).Take(2).Select(static secret => secret.What))}" : "";
        if (!isReadOnly && Array.Exists(Obeyed, obeyed => Holds(real, obeyed) || Holds(obeyed, real)))
        {
            level = level < ReachLevel.Node ? ReachLevel.Node : level;
            what += what.Length == 0 ? ": what the node runs and obeys" : "; what the node runs and obeys";
        }

        return new Credential(CredentialKind.HostPath, path, level, $"{path} of the node is mounted {how}{what}.");
    }

    /// <summary>Whether a folder is or holds what is there.</summary>
    private static bool Holds(string folder, string path) =>
        folder == "/" || path == folder || (path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] == '/');

    private static string Joined(string path, string? sub) => sub is { Length: > 0 } ? $"{path.TrimEnd('/')}/{sub}" : path;

    /// <summary>Without <c>.</c>, <c>..</c> and doubled slashes; <c>/var/run</c> is a link to <c>/run</c> on every distribution.</summary>
    private static string Real(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }

        var real = "/" + string.Join('/', parts);
        return real == "/var/run" || real.StartsWith("/var/run/", StringComparison.Ordinal) ? real["/var".Length..] : real;
    }
}
