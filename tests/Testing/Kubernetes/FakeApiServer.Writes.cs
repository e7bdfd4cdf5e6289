using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace IncidentMesh.Testing.Kubernetes;

public sealed partial class FakeApiServer
{
    private async Task PatchAsync(HttpContext context, FakePath path)
    {
        var patch = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        if (_store.Find(path) is not { } found)
        {
            // Server-side apply creates what is not there.
            if (context.Request.ContentType == "application/apply-patch+yaml")
                await WriteAsync(context, _store.Put(path, patch));
            else
                await WriteStatusAsync(context, 404, $"\"{path.Name}\" not found");
            return;
        }

        if ((string?)patch["metadata"]?["resourceVersion"] is { } wanted && wanted != (string?)found["metadata"]!["resourceVersion"])
        {
            await WriteStatusAsync(context, 409, "the object has been modified; please apply your changes to the latest version and try again");
            return;
        }

        Merge(found, patch);
        await WriteAsync(context, _store.Put(path, found));
    }

    private async Task DeleteAsync(HttpContext context, FakePath path, JsonObject doomed)
    {
        var options = (await JsonNode.ParseAsync(context.Request.Body))!;
        if ((string?)options["preconditions"]?["uid"] is { } uid && uid != (string?)doomed["metadata"]!["uid"])
        {
            await WriteStatusAsync(context, 409, "the UID in the precondition does not match");
            return;
        }

        _store.Delete(path);
        await WriteAsync(context, doomed);
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null)
                target.Remove(key);
            else if (value is JsonObject inner)
            {
                if (target[key] is not JsonObject)
                    target[key] = new JsonObject();
                Merge(target[key]!.AsObject(), inner);
            }
            else
                target[key] = value.DeepClone();
        }
    }
}
