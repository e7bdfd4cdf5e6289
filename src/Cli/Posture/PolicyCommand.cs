using System.CommandLine;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Posture.Admission;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Cli.Posture;

/// <summary><c>incidentmesh posture policy</c>: a ValidatingAdmissionPolicy that enforces what was asked for.</summary>
internal static class PolicyCommand
{
    private static readonly string[] Actions = ["Deny", "Warn", "Audit"];

    public static Command Create(CliHost host, OutputOption output)
    {
        var level = PolicyOptions.Level();
        var version = PolicyOptions.Version();
        var checks = new Option<string[]>("--checks")
        {
            Description = "Checks that count, by their ids, with commas between them; else all of the level.",
            HelpName = "id,...",
            DefaultValueFactory = static _ => [],
            CustomParser = static result => [.. result.Tokens.SelectMany(static token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
        };
        var name = new Option<string>("--name") { Description = "Name of the policy.", HelpName = "name", DefaultValueFactory = static _ => "pod-security.incidentmesh.io" };
        var actions = new Option<string[]>("--action")
        {
            Description = "What happens to a pod that is refused: Deny, Warn or Audit; again for more. Deny where not given.",
            HelpName = "action",
        }.AcceptOnlyFromAmong(Actions);
        var places = new Option<string[]>("--namespace", "-n") { Description = "Where it counts; again for more. All but Kubernetes' own where not given.", HelpName = "name" };
        var command = new Command("policy", "Write a ValidatingAdmissionPolicy and its binding that enforce checks, for Kubernetes v1.30 and later and 'kubectl apply -f -'.")
        {
            level, version, checks, name, actions, places,
        };
        command.SetAction(parsed =>
        {
            var given = parsed.GetValue(actions) is { Length: > 0 } some ? some : ["Deny"];
            var request = new AdmissionRequest(
                parsed.GetRequiredValue(name), parsed.GetValue(level), parsed.GetValue(version), parsed.GetRequiredValue(checks),
                [.. Actions.Intersect(given)], parsed.GetValue(places) ?? []);
            if (Refuse(request) is { } why)
                return host.Fail(ExitCodes.Usage, why);

            var format = output.Given(parsed) ?? OutputFormat.Yaml;
            foreach (var manifest in AdmissionPolicy.Write(request))
                host.Output.Write(format == OutputFormat.Json ? $"{JsonText.Of(manifest)}\n" : $"---\n{YamlText.Of(manifest)}");
            host.Output.Flush();
            return ExitCodes.Ok;
        });
        return command;
    }

    /// <returns>Why such a policy cannot be written, or null.</returns>
    private static string? Refuse(AdmissionRequest request)
    {
        var known = PodSecurityStandards.ChecksOf(request.Level, request.Version);
        return request switch
        {
            { Level: PolicyLevel.Privileged } => "--level privileged allows everything: there is nothing to enforce.",
            { Version.Minor: < AdmissionPolicy.OldestMinor } => $"--version must be v1.{AdmissionPolicy.OldestMinor} or later: before, seccomp was a matter of annotations.",
            { Actions: var actions } when actions.Contains("Deny") && actions.Contains("Warn") => "--action Deny and Warn exclude each other: the API server takes only one of them.",
            _ when request.Checks.FirstOrDefault(check => !known.Contains(check, StringComparer.Ordinal)) is { } unknown =>
                $"--checks: there is no '{unknown}' in {PolicyOptions.Name(request.Level)}, {request.Version}; there are {string.Join(", ", known)}.",
            _ when request.Namespaces.Append(request.Name).FirstOrDefault(static name => !PodNames.IsName(name)) is { } wrong =>
                $"'{wrong}' is no name that Kubernetes allows.",
            _ => null,
        };
    }
}
