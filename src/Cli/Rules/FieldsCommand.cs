using System.CommandLine;
using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Cli.Rules;

/// <summary><c>incidentmesh rules fields</c>: what conditions and outputs may name.</summary>
internal static class FieldsCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var source = new Option<string?>("--source")
        {
            Description = "Only the fields of this source.",
            HelpName = "name",
        }.AcceptOnlyFromAmong(EventSources.Syscall, EventSources.KubernetesAudit);
        var command = new Command("fields", "List the fields that conditions and outputs may name.") { source };
        command.SetAction(parsed =>
        {
            var wanted = FieldSources.Any;
            if (parsed.GetValue(source) is { } name && EventSources.TryParse(name, out var only))
                wanted = only;
            var fields = FieldTable.Falco.Fields.Where(field => (field.Sources & wanted) != 0).ToList();
            var data = JsonSerializer.SerializeToElement(fields.Select(field => new
            {
                name = field.Name,
                type = field.Type.ToString(),
                sources = SourcesOf(field),
                argument = field.Argument.ToString(),
                isList = field.Values != FieldValues.One,
                deprecated = field.Deprecated,
                description = field.Description,
            }));
            new Screen(host, output.Of(parsed)).Print(data, screen => Show(screen, fields));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string[] SourcesOf(FieldDefinition field)
    {
        var sources = new List<string>();
        if (field.Sources.HasFlag(FieldSources.Syscall))
            sources.Add(EventSources.Syscall);
        if (field.Sources.HasFlag(FieldSources.KubernetesAudit))
            sources.Add(EventSources.KubernetesAudit);
        return [.. sources];
    }

    private static void Show(Screen screen, List<FieldDefinition> fields) => screen.Table(
        ["FIELD", "TYPE", "SOURCE", "WHAT IT HOLDS"],
        fields.Select(field => (IReadOnlyList<Cell>)
        [
            field.Argument switch
            {
                FieldArgumentForm.None => field.Name,
                FieldArgumentForm.Required => field.Name + "[...]",
                _ => $"{field.Name}[[...]]",
            },
            field.Type.ToString(),
            string.Join(", ", SourcesOf(field)),
            field.Description + (field.Deprecated ? " Deprecated." : ""),
        ]),
        "There are no fields.");
}
