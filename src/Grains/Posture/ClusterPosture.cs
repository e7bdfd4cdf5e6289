using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Reach;
using IncidentMesh.Detection.Posture.Snapshots;
using IncidentMesh.Detection.Posture.Workloads;

namespace IncidentMesh.Grains.Posture;

/// <summary>
/// What surrounds the workloads of one cluster that this silo watches. What is around them is read as a whole, when it has
/// changed and after a rest, and shared by all; what follows for a workload is kept as long as neither that nor the
/// workload itself changes. Safe for concurrent use, but for <see cref="Refresh"/>, which one may call at a time.
/// </summary>
internal sealed class ClusterPosture(string cluster, IClusterInventories inventories, ContextReading reading, PosturePace pace, TimeProvider time)
{
    /// <summary>Workloads whose risk is kept; beyond that all are worked out again.</summary>
    private const int MostKept = 20_000;

    /// <summary>Kinds that exposure, reach and isolation follow from, beside the workload itself.</summary>
    private static readonly string[] Around =
    [
        "Namespace", "Node", "Service", "EndpointSlice", "Ingress", "NetworkPolicy", "Gateway", "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute",
        "ReferenceGrant", "ServiceAccount", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "RuntimeClass",
    ];

    private static readonly string[] Workloads = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

    private static readonly string[] WithPods = [.. Workloads, "Pod"];

    private readonly RestingTime _rest = new(pace.Reading, time);
    private volatile Model? _model;

    /// <summary>What the scanner in the cluster found.</summary>
    public ImageReports Reports { get; } = new(cluster, inventories, pace, time);

    /// <summary>Grows whenever something may have changed for some workload; 0 while nothing is known.</summary>
    public long Revision => _model is { } model ? new[] { model.Mark.Revision, Reports.Revision, inventories.Mark(cluster, Workloads)?.Revision ?? 0 }.Max() : 0;

    /// <summary>Reads what is around workloads, where it has changed and the last time is long enough ago.</summary>
    public void Refresh()
    {
        Reports.Refresh();
        if (inventories.Mark(cluster, Around) is not { IsPending: false } mark || inventories.Mark(cluster, WithPods) is not { IsPending: false })
        {
            // Nobody reads it here any more, or it is being read anew: until that is done the old picture stands, with its age.
            if (inventories.ListKinds(cluster) is null)
                _model = null;
            return;
        }

        if (mark.Revision == _model?.Mark.Revision || _rest.IsOn)
            return;
        using (_rest.Measure())
            _model = new Model(Read(), mark);
    }

    public PostureAnswer Find(string @namespace, string kind, string name)
    {
        if (inventories.Mark(cluster, Around) is not { } mark)
            return PostureAnswer.NotWatched;
        if (_model is not { } model)
            return new PostureAnswer { Watched = true };
        var answer = new PostureAnswer { Watched = true, Ready = true, AsOf = AsOf(model, mark, null) };
        if (inventories.FindWorkload(cluster, @namespace, kind, name) is not { } workload || Pod(workload) is not { } pod)
            return answer;
        var asOf = AsOf(model, mark, workload);
        var review = WorkloadReview.Of(pod, model.Snapshot, reading, asOf);
        return answer with
        {
            AsOf = asOf,
            Json = JsonSerializer.SerializeToUtf8Bytes(WorkloadReviewJson.Of($"{@namespace}/{workload.Kind}/{name}", review, asOf)),
        };
    }

    public WorkloadRisk? FindRisk(string @namespace, string kind, string name)
    {
        if (_model is not { } model || inventories.Mark(cluster, Around) is not { } mark || inventories.FindWorkload(cluster, @namespace, kind, name) is not { } workload)
            return null;
        var content = SHA256.HashData(workload.Json.Span);
        var key = (@namespace, workload.Kind, name);
        if (!model.Risks.TryGetValue(key, out var known) || !known.Content.AsSpan().SequenceEqual(content))
        {
            if (Pod(workload) is not { } pod)
                return null;
            if (model.Risks.Count >= MostKept)
                model.Risks.Clear();
            var review = WorkloadReview.Of(pod, model.Snapshot, reading);
            known = (content, RiskFacts.Of(review.Context, null) with { Credentials = ExposedCredentials.Of(review.Reach) });
            model.Risks[key] = known;
        }

        return known.Risk with { AsOf = AsOf(model, mark, workload), Vulnerabilities = Standing(workload) };
    }

    private IReadOnlyList<StandingVulnerability> Standing(InventoryWorkload workload) =>
    [
        .. ImageReports.WorstFirst(workload.Images.SelectMany(digest => Reports.Of(digest)?.Worst ?? [])).DistinctBy(static one => (one.Id, one.Package))
            .Take(WorkloadRisk.MostVulnerabilities)
            .Select(static one => new StandingVulnerability(one.Id, one.Package, one.FixedVersion, one.Severity, one.CvssScore)),
    ];

    /// <summary>The oldest knowledge counts. What has not changed since it was read is as current as the watch is.</summary>
    private static DateTimeOffset? AsOf(Model model, InventoryMark now, InventoryWorkload? workload)
    {
        var around = now.Revision == model.Mark.Revision ? now.AsOf : model.Mark.AsOf;
        return workload?.AsOf < around ? workload.AsOf : around;
    }

    private ClusterSnapshot Read()
    {
        var snapshot = new SnapshotReader();
        var known = new List<string>();
        foreach (var part in inventories.Read(cluster, Around))
        {
            foreach (var json in part.Objects)
            {
                using var document = JsonDocument.Parse(json);
                snapshot.Add(document.RootElement);
            }

            // What was read once and cannot be read at present is as it was known then, and the age says so.
            if (part.IsWhole && (part.Kind.State is InventoryState.Read or InventoryState.NotServed || part.Kind.AsOf is not null))
                known.Add(part.Kind.Kind);
        }

        return snapshot.Build(known);
    }

    private static PodManifest? Pod(InventoryWorkload workload)
    {
        using var document = JsonDocument.Parse(workload.Json);
        return PodReader.Read(document.RootElement).Pods is [var pod] ? pod : null;
    }

    /// <param name="Snapshot">What is around workloads.</param>
    /// <param name="Mark">How current that was when it was read.</param>
    private sealed record Model(ClusterSnapshot Snapshot, InventoryMark Mark)
    {
        public ConcurrentDictionary<(string Namespace, string Kind, string Name), (byte[] Content, WorkloadRisk Risk)> Risks { get; } = new();
    }
}
