using System.Buffers;
using System.Text;
using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.KubernetesAudit;

/// <summary>
/// Reads what an exec or attach asks for from its query: the arguments are the repeated <c>command</c>, and behind them
/// stand <c>container</c> and <c>tty</c>.
/// </summary>
internal static class AuditCommand
{
    private const int Longest = 512;

    /// <summary>Bytes of a request URI that are read: as much as Go's servers take of header lines.</summary>
    private const int LongestUri = 1024 * 1024;

    /// <summary>Adds command, container and terminal, as far as the query has them.</summary>
    public static void Read(ReadOnlySpan<byte> json, JsonSlice requestUri, Dictionary<string, string> facts)
    {
        if (requestUri.Type != JsonTokenType.String)
            return;

        var rented = ArrayPool<byte>.Shared.Rent(Math.Min(requestUri.Length, LongestUri));
        var uri = EventText.Unescape(json, requestUri, rented);
        if (uri.IndexOf((byte)'?') is >= 0 and var query)
            ReadQuery(Encoding.UTF8.GetString(uri[(query + 1)..]), facts);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <returns>At most 512 characters of a command.</returns>
    public static string Cut(string command) =>
        command.Length <= Longest ? command : command[..(char.IsHighSurrogate(command[Longest - 1]) ? Longest - 1 : Longest)];

    private static void ReadQuery(ReadOnlySpan<char> query, Dictionary<string, string> facts)
    {
        var command = new StringBuilder();
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var equals = pair.IndexOf('=');
            if (equals < 0)
                continue;
            var value = pair[(equals + 1)..];
            switch (Decode(pair[..equals]))
            {
                case "command" when command.Length < Longest:
                    command.Append(command.Length > 0 ? " " : "").Append(Decode(value));
                    break;
                case "container" when value.Length > 0:
                    facts.TryAdd(AuditFacts.Container, Cut(Decode(value)));
                    break;

                // The API server takes anything else for true.
                case "tty" when Decode(value) is not ("false" or "0"):
                    facts.TryAdd(AuditFacts.Terminal, "true");
                    break;
            }
        }

        if (command.Length > 0)
            facts.TryAdd(AuditFacts.Command, Cut(command.ToString()));
    }

    private static string Decode(ReadOnlySpan<char> value) => Uri.UnescapeDataString(value.ToString().Replace('+', ' '));
}
