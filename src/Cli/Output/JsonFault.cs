using System.Globalization;
using System.Text.Json;

namespace IncidentMesh.Cli.Output;

/// <summary>What is wrong with a file of JSON that people wrote, in one sentence with its place.</summary>
internal static class JsonFault
{
    public static string Of(JsonException fault)
    {
        // The parser's own complaint stands within that of what was to be read.
        var isSyntax = fault.InnerException is JsonException || fault.Path is null;
        var line = (fault.LineNumber ?? 0) + 1;
        return isSyntax
            ? string.Create(CultureInfo.InvariantCulture, $"it is no JSON from line {line} on.")
            : string.Create(CultureInfo.InvariantCulture, $"line {line}: {fault.Path!.TrimStart('$').TrimStart('.')} is not known, or its value is of another type.");
    }
}
