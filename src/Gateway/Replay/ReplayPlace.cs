using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Contracts.Replay;
using IncidentMesh.Gateway.Rest;

namespace IncidentMesh.Gateway.Replay;

/// <summary>How far a replay is: its span of time, which stays as it was at its beginning, and the next event.</summary>
internal sealed record ReplayPlace(DateTimeOffset Since, DateTimeOffset Until, ReplayCursor? Next)
{
    public string Write(string list) => Cursor.Write(list, string.Create(
        CultureInfo.InvariantCulture, $"{Since.UtcTicks} {Until.UtcTicks} {Next!.Offset} {Next.Index} {Next.Format}"));

    /// <returns>Null where the cursor was not written for this list.</returns>
    public static ReplayPlace? Read(string list, string cursor)
    {
        if (!Cursor.TryRead(list, cursor, out string? text)
            || text?.Split(' ') is not [var sinceText, var untilText, var offsetText, var indexText, var format]
            || Number(sinceText, DateTimeOffset.MaxValue.UtcTicks) is not { } since
            || Number(untilText, DateTimeOffset.MaxValue.UtcTicks) is not { } until
            || Number(offsetText, long.MaxValue) is not { } offset
            || Number(indexText, int.MaxValue) is not { } index)
            return null;
        return new ReplayPlace(
            new DateTimeOffset(since, TimeSpan.Zero), new DateTimeOffset(until, TimeSpan.Zero), new ReplayCursor(format, offset, (int)index));
    }

    /// <summary>Names a replay and all that chooses what it reads.</summary>
    public static string ListOf(string cluster, ReplayBody body, int hours)
    {
        var text = $"{body.Rule}\0{body.Rules}";
        return string.Create(CultureInfo.InvariantCulture, $"replay {cluster} {hours} {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}");
    }

    private static long? Number(string text, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
}
