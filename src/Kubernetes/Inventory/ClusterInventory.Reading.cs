using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Kubernetes.Resources;
using IncidentMesh.Kubernetes.Resources.Tables;

namespace IncidentMesh.Kubernetes.Inventory;

internal sealed partial class ClusterInventory
{
    private static readonly ResourceKind[] WithTemplate =
    [
        ResourceKinds.Deployments, ResourceKinds.StatefulSets, ResourceKinds.DaemonSets, ResourceKinds.Jobs, ResourceKinds.CronJobs, ResourceKinds.Pods,
    ];

    public InventoryMark MarkOf(IReadOnlyList<string> kinds)
    {
        var mark = new InventoryMark(0, null, false);
        foreach (var table in TablesOf(kinds))
        {
            var reading = _readings[table.Kind];
            mark = new InventoryMark(
                Math.Max(mark.Revision, table.Revision),
                mark.AsOf is { } oldest && !(reading.HeardAt < oldest) ? oldest : reading.HeardAt ?? mark.AsOf,
                mark.IsPending || reading.State == InventoryState.Pending);
        }

        return mark;
    }

    /// <summary>Takes hold of the rows; their JSON is made while the caller goes through it, outside of the lock.</summary>
    public IReadOnlyList<InventoryPart> Read(IReadOnlyList<string> kinds) =>
    [
        .. TablesOf(kinds).Select(table =>
        {
            var (reading, rows) = (_readings[table.Kind], table.Rows.ToArray());
            return new InventoryPart(
                ResourceQueries.Describe(table, reading),
                Array.TrueForAll(rows, static row => row.Facts is { IsCut: false, Shared.Length: > 0 }),
                rows.Select(row => (ReadOnlyMemory<byte>)ObjectJson.Of(table.Kind, reading.Version, row)));
        }),
    ];

    public InventoryWorkload? FindWorkload(string @namespace, string kind, string name)
    {
        var known = Array.Find(WithTemplate, one => ResourceQueries.Names(one, kind));
        kind = known?.Kind ?? kind;
        var book = _books.GetValueOrDefault(@namespace);
        var pods = book?.PodsByWorkload.GetValueOrDefault($"{kind}/{name}");
        if ((known is null ? null : Row(known, name)) is not { } found)
        {
            if (pods?.Min is not { } pod || Row(ResourceKinds.Pods, pod) is not { } row)
                return null;
            (known, found) = (ResourceKinds.Pods, row);
        }

        var reading = _readings[known!];
        return new InventoryWorkload(kind, ObjectJson.Of(known!, reading.Version, found), pods is null ? [] : ImagesOf(book!, pods), reading.HeardAt);

        ObjectRow? Row(ResourceKind of, string named) => Tables.Find(table => table.Kind == of)!.Find(@namespace, named);
    }

    public IReadOnlyList<RunningImages> ListImages() =>
    [
        .. from book in _books.Values
           from workload in book.PodsByWorkload
           let key = workload.Key.Split('/', 2)
           select new RunningImages(book.Name, key[0], key[1], ImagesOf(book, workload.Value)),
    ];

    private static IReadOnlyList<string> ImagesOf(NamespaceBook book, IEnumerable<string> pods) =>
    [
        .. pods.Select(pod => book.ToldPods.GetValueOrDefault(pod)?.Image).OfType<string>().Distinct(StringComparer.Ordinal)
            .SelectMany(static all => all.Split(' ')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private IEnumerable<IResourceTable> TablesOf(IReadOnlyList<string> kinds) =>
        Tables.Where(table => !table.Kind.IsOwner && kinds.Contains(table.Kind.Kind, StringComparer.Ordinal));
}
