using System.Globalization;
using System.Text.Json.Nodes;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>Objects of the fake API server by resource (such as <c>apis/apps/v1/deployments</c>), with the history that watches tell.</summary>
internal sealed class FakeStore
{
    private readonly Dictionary<string, SortedDictionary<string, JsonObject>> _objects = [];
    private readonly List<FakeChange> _history = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version = 100;
    private long _oldest;

    public long Version
    {
        get
        {
            lock (_gate)
                return _version;
        }
    }

    /// <summary>Resources of which there is an object.</summary>
    public IReadOnlyList<string> Resources
    {
        get
        {
            lock (_gate)
                return [.. _objects.Where(resource => resource.Value.Count > 0).Select(resource => resource.Key)];
        }
    }

    /// <summary>Creates or replaces. Uid and resource version are the store's, unless a uid is given.</summary>
    public JsonObject Put(FakePath path, JsonObject item)
    {
        lock (_gate)
        {
            var all = Of(path.Resource);
            if (item["metadata"] is null)
                item["metadata"] = new JsonObject();
            var metadata = item["metadata"]!.AsObject();
            metadata["name"] ??= path.Name;
            if (path.Namespace is not null)
                metadata["namespace"] = path.Namespace;
            var key = path with { Name = (string)metadata["name"]! };
            var old = all.GetValueOrDefault(key.Key);
            metadata["uid"] ??= (string?)old?["metadata"]!["uid"] ?? Guid.NewGuid().ToString();
            metadata["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
            all[key.Key] = item;
            Tell(path.Resource, old is null ? "ADDED" : "MODIFIED", item);
            return item.DeepClone().AsObject();
        }
    }

    public JsonObject? Find(FakePath path)
    {
        lock (_gate)
            return Of(path.Resource).GetValueOrDefault(path.Key)?.DeepClone().AsObject();
    }

    public bool Delete(FakePath path)
    {
        lock (_gate)
        {
            if (!Of(path.Resource).Remove(path.Key, out var old))
                return false;
            var gone = old.DeepClone().AsObject();
            gone["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
            Tell(path.Resource, "DELETED", gone);
            return true;
        }
    }

    public (IReadOnlyList<JsonObject> Items, long Version) List(string resource, string? @namespace)
    {
        lock (_gate)
        {
            return ([.. Of(resource)
                .Where(item => @namespace is null || item.Key.StartsWith(@namespace + "/", StringComparison.Ordinal))
                .Select(item => item.Value.DeepClone().AsObject())], _version);
        }
    }

    /// <summary>Forgets what happened: a watch from before is answered 410.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _history.Clear();
            _oldest = ++_version;
        }
    }

    /// <returns>What happened after <paramref name="version"/>, or null where that is forgotten; and the task of the next change.</returns>
    public (IReadOnlyList<FakeChange>? Changes, Task Next) After(string resource, long version)
    {
        lock (_gate)
        {
            return version < _oldest
                ? (null, Task.CompletedTask)
                : ([.. _history.Where(change => change.Resource == resource && change.Version > version)], _changed.Task);
        }
    }

    private SortedDictionary<string, JsonObject> Of(string resource)
    {
        if (!_objects.TryGetValue(resource, out var all))
            _objects[resource] = all = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        return all;
    }

    private void Tell(string resource, string type, JsonObject item)
    {
        _history.Add(new FakeChange(resource, _version, type, item.ToJsonString()));
        var told = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        told.SetResult();
    }
}

internal sealed record FakeChange(string Resource, long Version, string Type, string Object);
