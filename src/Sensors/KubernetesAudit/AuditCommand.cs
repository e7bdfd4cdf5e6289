using System.Text;

namespace IncidentMesh.Sensors.KubernetesAudit;

/// <summary>Reads what an exec request runs: its arguments are the repeated <c>command</c> of the query.</summary>
internal static class AuditCommand
{
    private const int Longest = 512;

    /// <returns>The arguments joined by blanks, at most 512 characters; null where there are none.</returns>
    public static string? Of(string requestUri)
    {
        var query = requestUri.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
            return null;

        var command = new StringBuilder();
        foreach (var range in requestUri.AsSpan(query + 1).Split('&'))
        {
            var pair = requestUri.AsSpan(query + 1)[range];
            if (!pair.StartsWith("command=", StringComparison.Ordinal))
                continue;
            if (command.Length > 0)
                command.Append(' ');
            command.Append(Uri.UnescapeDataString(pair["command=".Length..].ToString().Replace('+', ' ')));
            if (command.Length >= Longest)
                break;
        }

        if (command.Length == 0)
            return null;
        if (command.Length > Longest)
            command.Length = char.IsHighSurrogate(command[Longest - 1]) ? Longest - 1 : Longest;
        return command.ToString();
    }
}
