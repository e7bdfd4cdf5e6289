using System.Text.Json;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Falco;

/// <summary>
/// Facts of alerts that tell of kernel modules. Others have none here: rules and detectors read Falco's own alerts from the raw
/// event, but which node loaded a module is kept from what the signal says.
/// </summary>
internal static class FalcoModules
{
    private static readonly (FalcoField Field, string Name)[] Kept =
    [
        (FalcoField.EventType, "evt.type"), (FalcoField.ProcName, "proc.name"), (FalcoField.ProcCommandLine, "proc.cmdline"), (FalcoField.FdName, "fd.name"),
    ];

    /// <returns>Null for an alert of something else.</returns>
    public static Dictionary<string, string>? Of(ReadOnlySpan<byte> json, ref FalcoAlert alert)
    {
        var type = Text(json, alert.Fields[(int)FalcoField.EventType]);
        var program = Text(json, alert.Fields[(int)FalcoField.ProcName]);
        if (!type.SequenceEqual("init_module"u8) && !type.SequenceEqual("finit_module"u8) && !program.SequenceEqual("modprobe"u8) && !program.SequenceEqual("insmod"u8))
            return null;
        var facts = new Dictionary<string, string>();
        foreach (var (field, name) in Kept)
        {
            if (EventText.Name(json, alert.Fields[(int)field]) is { } text)
                facts[name] = text;
        }

        return facts;
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> json, JsonSlice slice) => slice.Type == JsonTokenType.String ? slice.Text(json) : default;
}
