using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IncidentMesh.Contracts.Naming;

namespace IncidentMesh.Detection.Rules.Fields;

/// <summary>The fields that conditions and outputs may name.</summary>
public sealed class FieldTable
{
    /// <summary>These take their argument behind a point too: <c>evt.arg.flags</c>.</summary>
    private static readonly ImmutableArray<string> Dotted = ["evt.arg", "evt.rawarg", "evt.abspath", "evt.type.is"];

    private readonly FrozenDictionary<string, FieldDefinition> _byName;

    /// <summary>A table of these fields. Names must differ.</summary>
    public FieldTable(IEnumerable<FieldDefinition> fields)
    {
        Fields = [.. fields];
        _byName = Fields.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
    }

    /// <summary>The fields of Falco's sources <c>syscall</c> and <c>k8s_audit</c>.</summary>
    public static FieldTable Falco { get; } =
        new([.. EventFields.All, .. ProcessFields.All, .. DescriptorFields.All, .. IdentityFields.All, .. AuditFields.All]);

    /// <summary>All fields, grouped as they were defined.</summary>
    public ImmutableArray<FieldDefinition> Fields { get; }

    /// <summary>Finds a field and checks the form of its argument.</summary>
    /// <param name="name">The name as written.</param>
    /// <param name="argument">What stands in square brackets; null without, and empty means the same.</param>
    /// <param name="found">The field with its argument.</param>
    /// <param name="error">On failure one sentence, with the nearest name where there is one.</param>
    public bool TryResolve(
        string name,
        string? argument,
        [NotNullWhen(true)] out FieldReference? found,
        [NotNullWhen(false)] out string? error)
    {
        argument = string.IsNullOrEmpty(argument) ? null : argument;
        found = null;
        if (!_byName.TryGetValue(name, out var field) && argument is null)
        {
            foreach (var prefix in Dotted)
            {
                if (name.Length > prefix.Length + 1 && name[prefix.Length] == '.'
                    && name.StartsWith(prefix, StringComparison.Ordinal) && _byName.TryGetValue(prefix, out field))
                {
                    argument = name[(prefix.Length + 1)..];
                    break;
                }
            }
        }

        if (field is null)
        {
            error = "filter_check called with nonexistent field " + name + (Nearest(name) is { } near ? $"; did you mean {near}?" : "");
            return false;
        }

        error = ArgumentError(field, argument);
        if (error is not null)
            return false;
        found = new FieldReference(field, argument);
        return true;
    }

    /// <summary>The known name that is nearest to an unknown one; null where none is near.</summary>
    public string? Nearest(string name) => EditDistance.Nearest(name, _byName.Keys);

    private static string? ArgumentError(FieldDefinition field, string? argument)
    {
        if (argument is null)
        {
            return field.Argument == FieldArgumentForm.Required && field.Name != "evt.abspath"
                ? $"field '{field.Name}' requires an argument: {field.Name}[...]"
                : null;
        }

        if (field.Argument == FieldArgumentForm.None)
            return $"field '{field.Name}' takes no argument";
        return field.ArgumentKind switch
        {
            FieldArgumentKind.Index when !ulong.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out _) =>
                $"the argument of field '{field.Name}' must be a number, not '{argument}'",
            FieldArgumentKind.JsonPointer when argument[0] != '/' =>
                $"the argument of field '{field.Name}' must be a JSON pointer that begins with '/', not '{argument}'",
            _ => null,
        };
    }
}
