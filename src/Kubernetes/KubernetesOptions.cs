using System.ComponentModel.DataAnnotations;

namespace IncidentMesh.Kubernetes;

/// <summary>Settings under <c>Kubernetes</c>.</summary>
public sealed class KubernetesOptions
{
    public const string Section = "Kubernetes";

    private const string OutOfRange = Section + ":{0} must be from {1} to {2}.";

    /// <summary>
    /// The namespace that this product runs in: never touched either. Found by itself in a pod; null elsewhere.
    /// </summary>
    public string? OwnNamespace { get; set; }

    /// <summary>Longest wait for one answer of an API server. 1 s to 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ErrorMessage = OutOfRange)]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Objects a page of a list. 10 to 5,000.</summary>
    [Range(10, 5000, ErrorMessage = OutOfRange)]
    public int ListPage { get; set; } = 500;

    /// <summary>
    /// Annotations that are kept of objects beside those that this product reads: whole keys, or beginnings of keys that end
    /// in a slash.
    /// </summary>
    public IList<string> KeepAnnotations { get; } = [];

    /// <summary>Bytes for what is kept of a cluster's objects: beyond it they are known by name alone. 16 MiB to 16 GiB.</summary>
    [Range(16L << 20, 16L << 30, ErrorMessage = OutOfRange)]
    public long FactsBudget { get; set; } = 512L << 20;

    /// <summary>How often the directory of clusters is asked for clusters that came or went. 100 ms to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00", ErrorMessage = OutOfRange)]
    public TimeSpan DirectoryPoll { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one silo may watch a cluster without renewing; renewed at a third of it. 3 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:03", "00:05:00", ErrorMessage = OutOfRange)]
    public TimeSpan WatchLease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After this long a watch is ended by the server and begun anew where it stood. 5 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan WatchTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A watch on which nothing at all arrives for this long, not even a bookmark (servers send one about every minute),
    /// is held to be half-open and begun anew where it stood. 1 s to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan WatchSilence { get; set; } = TimeSpan.FromSeconds(150);

    /// <summary>Longest pause after repeated failures; the first is a 60th of it, and each is doubled, with jitter. 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = OutOfRange)]
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Changes are gathered for this long before they are handed on together. 0 to 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05", ErrorMessage = OutOfRange)]
    public TimeSpan Gather { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long a pod may wait for its owner to be seen before it is told without it, as long as its signals wait for it
    /// by default. Nothing is proposed for what is told so. 0 to 1 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ErrorMessage = OutOfRange)]
    public TimeSpan OwnerPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>See <see cref="Contracts.Clusters.ContextKeys"/>, which the host brings.</summary>
    internal IReadOnlyList<string> ContextKeys { get; set; } = [];

    /// <summary>
    /// Longest time for reading evidence before anything is contained, and less where a claim of the outbox is shorter;
    /// 0 for none. 0 to 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30", ErrorMessage = OutOfRange)]
    public TimeSpan EvidenceTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Pause between two counts while pods are awaited. 100 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ErrorMessage = OutOfRange)]
    public TimeSpan PodPoll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Pause between two looks at what is contained, whether it still is. 1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = OutOfRange)]
    public TimeSpan HoldPoll { get; set; } = TimeSpan.FromSeconds(15);
}
