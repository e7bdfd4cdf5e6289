using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Tokens;

/// <summary><c>incidentmesh tokens ...</c>: access for people and services.</summary>
internal static class TokenCommands
{
    public static Command Create(OnlineCommands online) => online.Group(
        "tokens", "Access tokens of people and services.", List(online), CreateToken(online), Revoke(online), WhoAmI(online));

    private static Command List(OnlineCommands online) => online.Command("list", "List the tokens, without their secrets.", [], async call =>
        call.Show(await call.Api.GetListAsync("tokens", call.Cancellation), Table));

    private static Command CreateToken(OnlineCommands online)
    {
        var name = new Argument<string>("name") { Description = "Name of the person or service." };
        var role = new Option<string>("--role")
        {
            Description = "viewer reads, responder works on incidents and decides plans, admin manages clusters and access.",
            HelpName = "role",
            Required = true,
        }.AcceptOnlyFromAmong("viewer", "responder", "admin");
        var person = new Option<bool>("--person") { Description = "A person holds it. Only persons decide plans." };
        var cluster = new Option<string[]>("--cluster") { Description = "Only for this cluster; may be repeated. Else for all.", HelpName = "cluster" };
        var days = Inputs.ValidForDays();
        return online.Command("create", "Make a token. It is shown this once.", [name, role, person, cluster, days], async call =>
        {
            var clusters = call.Parsed.GetValue(cluster) ?? [];
            var body = new JsonObject
            {
                ["name"] = call.Parsed.GetRequiredValue(name),
                ["role"] = call.Parsed.GetRequiredValue(role),
                ["person"] = call.Parsed.GetValue(person),
                ["clusters"] = clusters.Length == 0 ? null : new JsonArray([.. clusters.Select(static id => JsonValue.Create(id))]),
                ["validForDays"] = call.Parsed.GetValue(days),
            };
            return call.Show(await call.Api.PostAsync("tokens", body, null, call.Cancellation), NewToken);
        });
    }

    private static Command Revoke(OnlineCommands online)
    {
        var token = Inputs.Id("token", "Id of the token, as 'list' prints it; not its secret.");
        return online.Command("revoke", "Refuse a token from now on.", [token], async call =>
        {
            var id = call.Parsed.GetRequiredValue(token);
            return call.Show(await call.Api.DeleteAsync(ApiPath.Of("tokens", id), call.Cancellation), (screen, _) => screen.Line($"Token {id} is revoked."));
        });
    }

    private static Command WhoAmI(OnlineCommands online) => online.Command("whoami", "Show who your own token says you are.", [], async call =>
        call.Show(await call.Api.GetAsync("whoami", call.Cancellation), static (screen, me) => screen.Facts(Facts(me))));

    private static void Table(Screen screen, JsonElement list) => screen.Table(
        ["TOKEN", "ROLE", "PERSON", "CLUSTERS", "CREATED", "EXPIRES", "REVOKED", "NAME"],
        list.Items("items").Select(token => (IReadOnlyList<Cell>)
        [
            token.Text("id"), token.Text("role"), token.Text("person"), Clusters(token), token.Time("createdAt"), token.Time("expiresAt"), token.Time("revokedAt"), token.Text("name"),
        ]),
        "No tokens.");

    private static void NewToken(Screen screen, JsonElement token)
    {
        screen.Facts([.. Facts(token), ("Expires", token.Time("expiresAt")), ("Secret", token.Text("token"))]);
        screen.Line("The secret is shown this once: keep it where its holder finds it.");
    }

    private static IEnumerable<(string, string?)> Facts(JsonElement token) =>
    [
        ("Token", token.Text("id")), ("Name", token.Text("name")), ("Role", token.Text("role")), ("Person", token.Text("person")), ("Clusters", Clusters(token)),
    ];

    private static string Clusters(JsonElement token) => token.Has("clusters") ? token.Joined("clusters") : "all";
}
