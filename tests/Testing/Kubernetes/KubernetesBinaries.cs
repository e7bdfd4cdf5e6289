using System.Diagnostics;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>Executables of a Kubernetes control plane.</summary>
/// <param name="Etcd">etcd.</param>
/// <param name="ApiServer">kube-apiserver.</param>
/// <param name="ControllerManager">kube-controller-manager, or null: setup-envtest brings none, and then no pods are made for workloads.</param>
public sealed record KubernetesBinaries(string Etcd, string ApiServer, string? ControllerManager)
{
    /// <summary>How to get one, for the reason of a skipped test.</summary>
    public const string HowToGetOne =
        "No Kubernetes API server for tests: set KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver and "
        + "kube-controller-manager (setup-envtest brings the first two), or put shared/kube beside the repository.";

    /// <summary>Looks in <c>KUBEBUILDER_ASSETS</c>, then unpacks <c>shared/kube</c> into the user's cache folder.</summary>
    public static async Task<KubernetesBinaries?> FindAsync(CancellationToken cancellationToken = default)
    {
        if (Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS") is { Length: > 0 } assets && In(assets) is { } given)
            return given;

        var packed = SharedFolder.Find() is { } shared ? Path.Combine(shared, "kube") : null;
        if (packed is null || !File.Exists(Path.Combine(packed, "kube-apiserver.xz")))
            return null;

        var unpacked = Path.Combine(CacheFolder(), "kube-1.20");
        Directory.CreateDirectory(unpacked);
        foreach (var archive in Directory.EnumerateFiles(packed, "*.xz"))
            await UnpackAsync(archive, Path.Combine(unpacked, Path.GetFileNameWithoutExtension(archive)), cancellationToken);
        return In(unpacked);
    }

    /// <summary>A folder of this user for what tests need again: <c>XDG_CACHE_HOME</c>, <c>~/.cache</c>, else the temporary folder.</summary>
    public static string CacheFolder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string?[] candidates =
        [
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME"),
            home.Length > 0 ? Path.Combine(home, ".cache") : null,
            Path.Combine(Path.GetTempPath(), $"cache-{Environment.UserName}"),
        ];
        foreach (var candidate in candidates)
        {
            if (string.IsNullOrEmpty(candidate))
                continue;
            var folder = Path.Combine(candidate, "incidentmesh-tests");
            try
            {
                Directory.CreateDirectory(folder);
                return folder;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The next one, then: some build machines have a home that cannot be written.
            }
        }

        throw new IOException("No folder to cache the Kubernetes binaries in.");
    }

    private static KubernetesBinaries? In(string folder)
    {
        var etcd = Path.Combine(folder, "etcd");
        var apiServer = Path.Combine(folder, "kube-apiserver");
        var controllerManager = Path.Combine(folder, "kube-controller-manager");
        return File.Exists(etcd) && File.Exists(apiServer)
            ? new KubernetesBinaries(etcd, apiServer, File.Exists(controllerManager) ? controllerManager : null)
            : null;
    }

    private static async Task UnpackAsync(string archive, string target, CancellationToken cancellationToken)
    {
        if (File.Exists(target))
            return;

        // Two test processes may unpack at the same time: each writes its own file, and the last rename wins.
        var partial = $"{target}.{Environment.ProcessId}";
        using var process = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", "xz -dc \"$0\" > \"$1\" && chmod 755 \"$1\"", archive, partial },
        }) ?? throw new InvalidOperationException("/bin/sh did not start.");
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"xz could not unpack {archive}: is the package xz-utils installed?");
        File.Move(partial, target, overwrite: true);
    }
}
