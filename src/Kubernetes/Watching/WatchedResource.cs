using System.Text.Json.Serialization.Metadata;
using IncidentMesh.Kubernetes.Api;
using IncidentMesh.Kubernetes.Inventory;

namespace IncidentMesh.Kubernetes.Watching;

/// <summary>How one resource is read and where its objects go.</summary>
/// <param name="Kind">Kind of resource.</param>
/// <param name="Paths">Paths of the collection over all namespaces, newest version first: the first that is served is taken.</param>
/// <param name="ListFormat">Format of a list.</param>
/// <param name="ItemFormat">Format of one object.</param>
/// <param name="Table">Where objects go.</param>
/// <param name="Read">What is kept of one; null leaves it out.</param>
/// <param name="MetadataOnly">Ask the server to leave everything but the metadata out.</param>
internal sealed record WatchedResource<TObject, TKnown>(
    ResourceKind Kind,
    IReadOnlyList<string> Paths,
    JsonTypeInfo<ApiList<TObject>> ListFormat,
    JsonTypeInfo<TObject> ItemFormat,
    ObjectTable<TKnown> Table,
    Func<TObject, TKnown?> Read,
    bool MetadataOnly = false)
    where TObject : class, IApiObject
    where TKnown : class;
