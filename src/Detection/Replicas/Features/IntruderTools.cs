using System.Collections.Frozen;

namespace IncidentMesh.Detection.Replicas.Features;

/// <summary>
/// Programs that a person runs in a container and a service seldom does: shells, what looks around, what fetches and
/// forwards; and whatever lies where any process can write. That a service never ran one until now is worth more than
/// that it never ran some helper of its own.
/// </summary>
internal static class IntruderTools
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Names = new[]
    {
        "sh", "bash", "dash", "ash", "zsh", "ksh", "csh", "busybox", "curl", "wget", "nc", "ncat", "netcat", "socat", "telnet", "ssh", "scp",
        "sftp", "rsync", "ftp", "tftp", "nmap", "masscan", "tcpdump", "nsenter", "unshare", "chroot", "capsh", "setcap", "mount", "insmod",
        "modprobe", "kubectl", "crictl", "ctr", "docker", "runc", "id", "whoami", "hostname", "uname", "ps", "ss", "netstat", "ifconfig", "ip",
        "dig", "nslookup", "find", "env", "printenv", "base64", "xxd", "openssl", "gcc", "cc", "make", "apt", "apt-get", "apk", "yum", "dnf",
        "pip", "npm", "su", "sudo", "passwd", "useradd", "crontab", "chattr", "shred", "strace", "gdb", "xmrig",
    }.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] Writable = ["/tmp/", "/var/tmp/", "/dev/shm/", "/run/", "/proc/self/fd/", "memfd:"];

    /// <param name="program">Path of a program, and of its parent after an arrow, if known: <c>/bin/sh&lt;-nginx</c>.</param>
    public static bool Contains(ReadOnlySpan<char> program)
    {
        var arrow = program.IndexOf("<-", StringComparison.Ordinal);
        var path = arrow < 0 ? program : program[..arrow];
        foreach (var folder in Writable)
        {
            if (path.StartsWith(folder, StringComparison.Ordinal))
                return true;
        }

        return Names.Contains(path[(path.LastIndexOf('/') + 1)..]);
    }
}
