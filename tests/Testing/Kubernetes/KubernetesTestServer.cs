using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>
/// A real API server with its store and its controllers on free loopback ports, with RBAC and an audit log, without a
/// kubelet (see <see cref="FakeKubelet"/>). It costs about 450 MiB and 5 to 15 seconds: one for a test assembly, as an
/// assembly fixture, and one on a machine, which a lock file sees to.
/// </summary>
public sealed class KubernetesTestServer : IAsyncLifetime
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LockDeadline = TimeSpan.FromMinutes(15);

    private readonly SemaphoreSlim _starting = new(1, 1);
    private FileStream? _lock;
    private ServerProcesses? _processes;
    private TestCertificates? _certificates;
    private KubeApi? _admin;

    /// <summary>Where the audit webhook sends its events, in batches of 200 ms; null turns it off. Set before the start.</summary>
    public Uri? AuditUrl { get; init; }

    /// <summary>Bearer token that the audit webhook sends along; null for none. Set before the start.</summary>
    public string? AuditToken { get; init; }

    /// <summary>State of this run: wiped when it is disposed of.</summary>
    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"incidentmesh-kube-{Guid.NewGuid():N}");

    /// <summary>Address of the API server.</summary>
    public Uri Address { get; private set; } = new("https://127.0.0.1/");

    /// <summary>Whether controllers run, so that pods are made for workloads.</summary>
    public bool HasControllers { get; private set; }

    /// <summary>Path of a kubeconfig of a cluster administrator.</summary>
    public string Kubeconfig => Path.Combine(Folder, "admin.kubeconfig");

    /// <summary>What the API server was asked, except by its own controllers; written before it answers.</summary>
    public AuditLog Audit => new(Path.Combine(Folder, "log", "audit.log"));

    /// <summary>The administrator's client.</summary>
    public KubeApi Admin => _admin ?? throw new InvalidOperationException("The server was not started: call RequireAsync first.");

    /// <summary>Nothing happens before a test asks for it.</summary>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Starts it where that has not happened yet; skips the running test where this machine has none.</summary>
    public async Task<KubernetesTestServer> RequireAsync(bool controllers = true)
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_admin is null && !await StartAsync(TestContext.Current.CancellationToken))
                Assert.Skip(KubernetesBinaries.HowToGetOne);
        }
        finally
        {
            _starting.Release();
        }

        if (controllers && !HasControllers)
            Assert.Skip("kube-controller-manager is missing beside kube-apiserver, so no pods are made. " + KubernetesBinaries.HowToGetOne);
        return this;
    }

    /// <summary>A kubeconfig file for a bearer token, such as a service account's.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="token">The token.</param>
    /// <param name="address">Where the server is reached; null for its own address.</param>
    public string WriteTokenKubeconfig(string name, string token, Uri? address = null)
    {
        var path = Path.Combine(Folder, $"{name}.kubeconfig");
        _certificates!.WriteTokenKubeconfig(path, token, address ?? Address);
        return path;
    }

    /// <summary>Kills the API server and starts it again over the same store: it knows no history then.</summary>
    public async Task RestartApiServerAsync()
    {
        _processes!.Restart("kube-apiserver");
        await UntilAsync(() => Admin.AnswersAsync("readyz", TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        _processes?.Dispose();
        _certificates?.Dispose();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        if (_lock is not null)
            await _lock.DisposeAsync();
        _starting.Dispose();
    }

    private async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        if (await KubernetesBinaries.FindAsync(cancellationToken) is not { } binaries)
            return false;

        _lock = await LockMachineAsync(cancellationToken);
        Directory.CreateDirectory(Path.Combine(Folder, "log"));
        _certificates = new TestCertificates(Path.Combine(Folder, "pki"));
        var ports = FreePorts(3);
        Address = new Uri($"https://127.0.0.1:{ports[0]}/");
        _processes = new ServerProcesses(Folder);
        var plane = new ControlPlane(binaries, Folder, _certificates, _processes) { AuditUrl = AuditUrl, AuditToken = AuditToken };
        plane.StartApiServer(Address, etcdPort: ports[1], etcdPeerPort: ports[2]);

        var api = new KubeApi(Address, _certificates.FileOf("ca.crt"), _certificates.FileOf("admin.crt"), _certificates.FileOf("admin.key"));
        await UntilAsync(() => api.AnswersAsync("readyz", cancellationToken), cancellationToken);
        if (binaries.ControllerManager is not null)
        {
            plane.StartControllers();
            // A pod's admission waits for the default service account.
            await UntilAsync(() => api.AnswersAsync("api/v1/namespaces/default/serviceaccounts/default", cancellationToken), cancellationToken);
            HasControllers = true;
        }

        _admin = api;
        return true;
    }

    private async Task UntilAsync(Func<Task<bool>> holds, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await holds())
        {
            _processes!.ThrowIfEnded();
            if (Stopwatch.GetElapsedTime(started) > StartDeadline)
                throw new TimeoutException($"The API server was not ready after {StartDeadline}: see {Folder}/log.");
            await pause.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static async Task<FileStream> LockMachineAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(KubernetesBinaries.CacheFolder(), "kube.lock");
        var started = Stopwatch.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(started) < LockDeadline)
            {
                await pause.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
            listener.Dispose();
        return ports;
    }
}
