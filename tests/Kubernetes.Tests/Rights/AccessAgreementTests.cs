using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Detection.Posture.Reach.Rbac;
using IncidentMesh.Detection.Posture.Snapshots;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Rights;

public sealed class AccessAgreementTests(KubernetesTestServer fixture)
{
    private const int Questions = 500;
    private const int OwnQuestions = 40;
    private const string Rbac = "apis/rbac.authorization.k8s.io/v1";

    [Theory]
    [InlineData(20261126)]
    public async Task The_server_and_we_give_the_same_answers_to_random_questions_about_random_roles(int seed)
    {
        var server = await fixture.RequireAsync();
        var mark = $"r{Guid.NewGuid().ToString("N")[..10]}";
        string[] namespaces = [(await TestNamespace.CreateAsync(server.Admin)).Name, (await TestNamespace.CreateAsync(server.Admin)).Name];
        var rights = new RandomRights(seed, mark, namespaces);
        var created = new List<(string Collection, JsonObject Object)>();
        try
        {
            foreach (var (collection, one) in rights.Objects())
            {
                await server.Admin.CreateAsync(collection, one.ToJsonString());
                created.Add((collection, one));
            }

            await AggregatedAsync(server.Admin, mark);
            await SettledAsync(server.Admin, mark, namespaces[0], created);
            var objects = await ObjectsAsync(server.Admin);
            var stored = Model(objects, forgetAggregates: false);
            var computed = Model(objects, forgetAggregates: true);
            var questions = Enumerable.Range(0, Questions).Select(_ => rights.Question()).ToList();

            var answers = new bool[Questions];
            await Parallel.ForAsync(0, Questions, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellationToken) =>
                answers[i] = await AskAsync(server.Admin, questions[i].Who, questions[i].Request, cancellationToken));

            Assert.Equal([], Disagreements(questions, answers, stored));
            Assert.Equal([], Disagreements(questions, answers, computed));
            Assert.InRange(answers.Count(static yes => yes), Questions / 5, Questions * 4 / 5);
            for (var i = 0; i < OwnQuestions; i++)
                Assert.Equal(answers[i], await AskOwnAsync(server.Admin, questions[i].Who, questions[i].Request));
        }
        finally
        {
            foreach (var (collection, one) in created.Where(one => !one.Collection.Contains("/namespaces/", StringComparison.Ordinal)))
                await server.Admin.DeleteAsync($"{collection}/{one["metadata"]!["name"]}");
        }
    }

    private static List<string> Disagreements(List<(Identity Who, AccessRequest Request)> questions, bool[] answers, RbacModel model) =>
    [
        .. questions.Select((question, i) => (question, Server: answers[i], Ours: model.Authorize(question.Who, question.Request)))
            .Where(static one => one.Server != (one.Ours is not null))
            .Select(static one => $"{one.question.Who.User} {one.question.Request}: the server says {one.Server}, we {one.Ours?.Binding.Name ?? "no"}"),
    ];

    /// <summary>Waits until the controller has filled the aggregates that select anything.</summary>
    private static Task<IReadOnlyList<JsonNode>> AggregatedAsync(KubeApi api, string mark) => api.UntilAsync($"{Rbac}/clusterroles", roles =>
    {
        var ours = roles.Where(role => ((string)role["metadata"]!["name"]!).StartsWith(mark, StringComparison.Ordinal)).ToList();
        int Rules(IEnumerable<JsonNode> of) => of.Sum(role => role["rules"]?.AsArray().Count ?? 0);
        IEnumerable<JsonNode> Part(string part) => ours.Where(role => (string?)role["metadata"]!["labels"]?[$"{mark}/part"] == part);
        JsonNode Named(string name) => ours.Single(role => (string)role["metadata"]!["name"]! == $"{mark}-all-{name}");
        return Rules([Named("a")]) == Rules(Part("a")) && Rules(Part("a")) > 0 && Rules([Named("b")]) >= Rules(Part("b").Where(role => role["aggregationRule"] is null)) + Rules(Part("a"));
    });

    /// <summary>Waits until the authorizer, which follows by four watches, has seen all that was written before.</summary>
    private static async Task SettledAsync(KubeApi api, string mark, string place, List<(string, JsonObject)> created)
    {
        const string rules = """[{"verbs":["get"],"apiGroups":["settled"],"resources":["things"]}]""";
        var who = new Identity($"{mark}-last", []);
        foreach (var (collection, roleKind, bindings) in new[]
        {
            ($"{Rbac}/clusterroles", "ClusterRole", $"{Rbac}/clusterrolebindings"),
            ($"{Rbac}/namespaces/{place}/roles", "Role", $"{Rbac}/namespaces/{place}/rolebindings"),
        })
        {
            var role = $$"""{"metadata":{"name":"{{mark}}-last"},"rules":{{rules}}}""";
            var binding = $$"""{"metadata":{"name":"{{mark}}-last"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"{{roleKind}}","name":"{{mark}}-last"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"{{who.User}}-{{roleKind}}"}]}""";
            await api.CreateAsync(collection, role);
            created.Add((collection, JsonNode.Parse(role)!.AsObject()));
            await api.CreateAsync(bindings, binding);
            created.Add((bindings, JsonNode.Parse(binding)!.AsObject()));
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            deadline.CancelAfter(TimeSpan.FromSeconds(30));
            while (!await AskAsync(api, new Identity($"{who.User}-{roleKind}", []), new ResourceRequest("get", "settled", "things", "", "", place), deadline.Token))
                await Task.Yield();
        }
    }

    private static async Task<JsonArray> ObjectsAsync(KubeApi api)
    {
        var all = new JsonArray();
        foreach (var resource in (string[])["clusterroles", "clusterrolebindings", "roles", "rolebindings"])
            all.Add(await api.GetAsync($"{Rbac}/{resource}"));
        return all;
    }

    private static RbacModel Model(JsonArray lists, bool forgetAggregates)
    {
        var reader = new SnapshotReader();
        foreach (var list in lists)
        {
            var copy = list!.DeepClone();
            if (forgetAggregates)
            {
                foreach (var role in copy["items"]!.AsArray().Where(role => role!["aggregationRule"] is not null))
                    role!.AsObject().Remove("rules");
            }

            using var document = JsonDocument.Parse(copy.ToJsonString());
            reader.Add(document.RootElement);
        }

        var snapshot = reader.Build();
        Assert.Empty(snapshot.Problems);
        return snapshot.Rbac;
    }

    private static async Task<bool> AskAsync(KubeApi api, Identity who, AccessRequest request, CancellationToken cancellationToken)
    {
        var spec = Attributes(request);
        spec["user"] = who.User;
        spec["groups"] = new JsonArray([.. who.Groups.Select(JsonNode (group) => group)]);
        var review = await api.CreateAsync("apis/authorization.k8s.io/v1/subjectaccessreviews", Review("SubjectAccessReview", spec), cancellationToken);
        return (bool)review!["status"]!["allowed"]!;
    }

    private static async Task<bool> AskOwnAsync(KubeApi api, Identity who, AccessRequest request)
    {
        var review = await api.CreateAsAsync(
            who.User, who.Groups.SingleOrDefault(static group => !group.StartsWith("system:", StringComparison.Ordinal)), "apis/authorization.k8s.io/v1/selfsubjectaccessreviews", Review("SelfSubjectAccessReview", Attributes(request)), TestContext.Current.CancellationToken);
        return (bool)review["status"]!["allowed"]!;
    }

    private static string Review(string kind, JsonObject spec) =>
        new JsonObject { ["apiVersion"] = "authorization.k8s.io/v1", ["kind"] = kind, ["spec"] = spec }.ToJsonString();

    private static JsonObject Attributes(AccessRequest request) => request switch
    {
        UrlRequest url => new JsonObject { ["nonResourceAttributes"] = new JsonObject { ["verb"] = url.Verb, ["path"] = url.Path } },
        ResourceRequest asked => new JsonObject
        {
            ["resourceAttributes"] = new JsonObject
            {
                ["verb"] = asked.Verb,
                ["group"] = asked.Group,
                ["resource"] = asked.Resource,
                ["subresource"] = asked.Subresource,
                ["name"] = asked.Name,
                ["namespace"] = asked.Namespace,
            },
        },
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };
}
