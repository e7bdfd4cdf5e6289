using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Alerts;

/// <summary>
/// Reads one field from what an event states: as it stands, by another name of the same, or from <c>fd.name</c>, which holds
/// the ends of a connection and the folder of a file.
/// </summary>
internal sealed class FactReader
{
    private const int MostAncestors = 16;
    private static readonly FactName DescriptorName = new("fd.name");

    private readonly FieldReference _field;
    private readonly FactName[][] _values;
    private readonly FieldValue[] _items;

    public FactReader(FieldReference field)
    {
        _field = field;
        _values = [.. NamesOfValues(field).Select(names => names.Select(name => new FactName(name)).ToArray())];
        _items = new FieldValue[_values.Length];
    }

    public FieldValue Read(IFacts facts)
    {
        var count = 0;
        foreach (var names in _values)
        {
            if (Find(facts, names) is { } text && Parse(text) is { IsMissing: false } value)
                _items[count++] = value;
        }

        if (_field.Values != FieldValues.One)
            return FieldValue.Of(_items, count);
        return count > 0 ? _items[0] : FieldValue.Missing;
    }

    /// <summary>For each value that the field may have its names, the best first.</summary>
    private static IEnumerable<string[]> NamesOfValues(FieldReference field)
    {
        var name = field.Field.Name;
        if (field.Values == FieldValues.EitherEnd)
            return name == "fd.net" ? [["fd.cip", "fd.lip"], ["fd.sip", "fd.rip"]] : [[.. Ends(name, 'c', 'l')], [.. Ends(name, 's', 'r')]];
        if (field.Values == FieldValues.AnyAncestor)
            return Enumerable.Range(1, MostAncestors).Select(generation => Ancestor(name, generation));
        if (name.StartsWith("fd.", StringComparison.Ordinal) && name.EndsWith("net", StringComparison.Ordinal))
            return [[$"{name[..^3]}ip"]];
        if (field.Argument is not { } argument)
            return [Aliases(name)];
        return int.TryParse(argument, out var picked) && name.StartsWith("proc.a", StringComparison.Ordinal)
            ? [Ancestor(name, picked)]
            : [[field.ToString(), $"{name}.{argument}"]];
    }

    private static string[] Ends(string name, char end, char place) =>
        name.Split('.') is [var kind, var what] ? [$"{kind}.{end}{what}", $"{kind}.{place}{what}"] : [];

    /// <summary>The process and its parent have fields of their own.</summary>
    private static string[] Ancestor(string name, int generation)
    {
        var what = name["proc.a".Length..];
        return generation switch
        {
            0 => [$"{name}[0]", $"proc.{what}"],
            1 => [$"{name}[1]", $"proc.p{what}"],
            _ => [$"{name}[{generation}]"],
        };
    }

    private static string[] Aliases(string name) => name switch
    {
        "evt.type" => [name, "syscall.type"],
        "syscall.type" => [name, "evt.type"],
        "proc.pname" or "proc.pcmdline" or "proc.pexe" or "proc.pexepath" or "proc.ppid" => [name, $"proc.a{name["proc.p".Length..]}[1]"],
        _ => [name],
    };

    private static ReadOnlyMemory<byte>? Find(IFacts facts, FactName[] names)
    {
        foreach (var name in names)
        {
            if (facts.Find(name) is { } stated)
                return stated;
        }

        if (facts.Find(DescriptorName) is not { } descriptor)
            return null;
        var part = DescriptorPart.Of(descriptor, names[0].Text);
        if (part.IsEmpty)
            return null;
        return part;
    }

    private FieldValue Parse(ReadOnlyMemory<byte> text)
    {
        // A raw argument that is a number in the event is one for the rules.
        if (_field.Field.Type == FieldType.Dynamic && FieldValueParser.Parse(FieldType.Integer64, text, out var number) is null)
            return number;
        return FieldValueParser.Parse(_field.Field.Type, text, out var value) is null ? value : FieldValue.Missing;
    }
}
