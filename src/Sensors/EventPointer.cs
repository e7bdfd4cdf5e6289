using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors;

/// <summary>Any field of a raw event by its JSON pointer (RFC 6901): what no format maps is read by it.</summary>
public static class EventPointer
{
    /// <param name="json">One JSON object.</param>
    /// <param name="path">Such as <c>/process_exec/process/cap/permitted/0</c>; empty for the whole event.</param>
    /// <param name="value">A string without its quotes and escapes; anything else as it was written.</param>
    /// <returns>False where there is no such value, or no valid JSON.</returns>
    public static bool TryFind(ReadOnlySpan<byte> json, string path, [NotNullWhen(true)] out string? value)
    {
        ArgumentNullException.ThrowIfNull(path);
        value = null;
        if (path.Length > 0 && path[0] != '/')
            return false;

        try
        {
            var view = EventTree.Read(json);
            foreach (var step in path.Split('/').AsSpan(1))
                view = Step(view, step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
            var slice = view.Slice;
            if (slice.Type == JsonTokenType.None)
                return false;
            value = Encoding.UTF8.GetString(slice.Type == JsonTokenType.String ? slice.Text(json) : slice.Of(json));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static EventView Step(EventView view, string step)
    {
        if (!view.IsArray)
            return view[Encoding.UTF8.GetBytes(step)];
        if (!int.TryParse(step, out var index) || index < 0)
            return default;

        foreach (var item in view)
            if (index-- == 0)
                return item;
        return default;
    }
}
