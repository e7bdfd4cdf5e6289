using System.CommandLine;
using System.Text.Json;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Inventory;

/// <summary><c>incidentmesh inventory ...</c></summary>
internal static class InventoryCommands
{
    private const int Unavailable = 503;

    public static Command Create(OnlineCommands online) =>
        online.Group("inventory", "What clusters are made of, as far as it is read, and how old that knowledge is.", List(online), Show(online));

    private static Command List(OnlineCommands online)
    {
        var kind = new Argument<string?>("kind")
        {
            Description = "Kind of object, such as NetworkPolicy; without one, the kinds.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var cluster = new Option<string[]>("--cluster") { Description = "Only this cluster; may be repeated. Else all that you may see.", HelpName = "cluster" };
        var space = new Option<string?>("--namespace") { Description = "Only objects of this namespace.", HelpName = "namespace" };
        var limit = Inputs.Limit(50, "objects of each cluster");
        return online.Command("list", "List the kinds of objects in clusters, or the objects of a kind.", [kind, cluster, space, limit], async call =>
        {
            var (clusters, failure) = await ClustersAsync(call, call.Parsed.GetValue(cluster) ?? []);
            if (failure is not null)
                return call.Fail(failure);

            var lists = new List<Dictionary<string, object?>>();
            foreach (var id in clusters)
            {
                var answer = await ReadAsync(call, id, call.Parsed.GetValue(kind), call.Parsed.GetValue(space), call.Parsed.GetValue(limit));
                if (answer is Answer.Failed { Status: not Unavailable } failed)
                    return call.Fail(failed);
                lists.Add(Part(id, answer));
            }

            var whole = new Answer.Done(JsonSerializer.SerializeToElement(new { clusters = lists }));
            return call.Show(whole, call.Parsed.GetValue(kind) is null ? InventoryTables.Kinds : InventoryTables.Objects);
        });
    }

    private static Command Show(OnlineCommands online)
    {
        var item = new Argument<string>("object") { Description = "KIND/NAMESPACE/NAME, or KIND/NAME for what belongs to no namespace." };
        item.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !(text.Split('/') is { Length: 2 or 3 } parts && Array.TrueForAll(parts, Inputs.IsId)))
                result.AddError($"'{text}' is no object: KIND/NAMESPACE/NAME, or KIND/NAME for what belongs to no namespace.");
        });
        var cluster = new Option<string>("--cluster") { Description = "Its cluster.", HelpName = "cluster", Required = true };
        return online.Command("show", "Show what is known of one object.", [item, cluster], async call =>
        {
            var path = ApiPath.Of(["clusters", call.Parsed.GetRequiredValue(cluster), "inventory", .. call.Parsed.GetRequiredValue(item).Split('/')]);
            return call.Show(await call.Api.GetAsync(path, call.Cancellation), InventoryTables.Object);
        });
    }

    private static async Task<(IReadOnlyList<string> Clusters, Answer.Failed? Failure)> ClustersAsync(OnlineCall call, string[] named)
    {
        if (named.Length > 0)
            return (named, null);
        return await call.Api.GetListAsync("clusters", call.Cancellation) switch
        {
            Answer.Done { Body: var list } => ([.. list.Items("items").Select(static cluster => cluster.Text("id"))], null),
            var failed => ([], (Answer.Failed)failed),
        };
    }

    private static Task<Answer> ReadAsync(OnlineCall call, string cluster, string? kind, string? space, int limit) => kind is null
        ? call.Api.GetListAsync(ApiPath.Of("clusters", cluster, "inventory"), call.Cancellation)
        : PagedList.ReadAsync(call.Api, ApiPath.Of("clusters", cluster, "inventory", kind), [("namespace", space)], limit, call.Cancellation);

    /// <summary>One cluster's part of the whole. A cluster that nobody reads does not hide the others.</summary>
    private static Dictionary<string, object?> Part(string cluster, Answer answer)
    {
        var part = new Dictionary<string, object?> { ["cluster"] = cluster };
        if (answer is Answer.Done done)
        {
            foreach (var member in done.Body.EnumerateObject())
                part.TryAdd(member.Name, member.Value);
        }
        else
        {
            part["items"] = Array.Empty<object>();
            part["unavailable"] = ((Answer.Failed)answer).Sentence;
        }

        return part;
    }
}
